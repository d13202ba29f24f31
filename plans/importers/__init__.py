"""From somebody's document to a plan draft. One reader per format; each ends in a ``PlanDraft``."""
