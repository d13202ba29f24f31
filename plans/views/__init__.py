"""Pages: load and guard, one action or one snapshot, then a redirect or a template."""
