"""Every write about visits: keyword-only verbs with ``by=``, which ask permission and leave a history."""
