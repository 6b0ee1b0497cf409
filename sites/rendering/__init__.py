"""From a snapshot to HTML, with the templates of a theme.

There is one rendering: the bake, previews and blocks all use it.
"""
