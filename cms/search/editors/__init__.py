"""What editors and the admin look for: the rows that models declare ``Indexed``, drafts included."""
