"""Every write. Keyword-only verbs with ``by=``: each is atomic, and leaves a person and a reason behind it."""
