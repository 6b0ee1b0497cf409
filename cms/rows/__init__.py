"""Rows of modules that are no pages: their forms, their screens, the categories they share."""
