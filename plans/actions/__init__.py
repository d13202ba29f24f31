"""Every write. Keyword-only verbs with ``by=``: each is atomic, and leaves who and why behind it."""
