"""What a clerk is told before a paper is issued: what is missing from it, late, or should not be in it."""

from .checks import PaperCheck, checks_of, findings_of

__all__ = ["PaperCheck", "checks_of", "findings_of"]
