"""Improvement plans: what is stored, who may, every write, every read."""
