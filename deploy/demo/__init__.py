"""``make demo``: the communes of the Lot, by the public commands and nothing else.

Everything here prepares what a person could have prepared by hand (orders in TOML, folders to import), then runs the
commands that this person would have typed. Nothing here writes a page, a site or a public file.
"""
