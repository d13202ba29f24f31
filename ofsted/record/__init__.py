"""What the record of a plan tells of its visits: the tables, and a sentence for every change."""

from .trails import add_trails

__all__ = ["add_trails"]
