"""Statistics: what is read on the site, counted from the server's log without knowing by whom."""
