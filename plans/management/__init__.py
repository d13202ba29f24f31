"""Commands a person types: thin shells over actions, importers and papers."""
