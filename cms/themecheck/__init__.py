"""``beffroi theme check``: what is wrong with the theme of a contractor, before any commune wears it."""
