"""Pages about bodies, their meetings and what these asked for."""
