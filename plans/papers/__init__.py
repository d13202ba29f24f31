"""Snapshots of a plan -> one document tree -> a file.

Only ``plan_paper`` knows plans; only a writer knows its format.
"""
