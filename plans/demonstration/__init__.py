"""The demonstration: a made-up council's plans, people and fourteen months of ratings, from ``fixtures/``."""

from .loading import DemonstrationRefused, is_loaded, load_demonstration, sign_ins
from .people import PASSWORD, SignIn

__all__ = ["PASSWORD", "DemonstrationRefused", "SignIn", "is_loaded", "load_demonstration", "sign_ins"]
