"""The Django project: settings, root addresses, the web server entry. No domain code."""
