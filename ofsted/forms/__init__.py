"""What people type about visits and findings, checked."""
