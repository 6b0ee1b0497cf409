"""A glossary: hard words explained where they are first met, and all of them on one page."""
