"""Pages that make, issue and show papers."""
