"""The small index that is baked beside the pages, for a visitor whose CMS does not answer."""
