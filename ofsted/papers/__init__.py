"""Visits and findings as parts of papers, made of the document tree of ``plans.papers``."""
