"""Tags of the pages about visits and findings."""
