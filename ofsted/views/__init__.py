"""Pages about visits and findings: thin shells over the register and the actions."""
