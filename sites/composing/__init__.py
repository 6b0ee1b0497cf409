"""Pages joined when they are read: a shell of each site, and sheets that all sites share.

A national guide of seven thousand sheets under three hundred names would be two million files. Each sheet is written
once, in a pack; each site bakes one shell; the page is both, end to end, without a template and without a database.
Pure: no Django here.
"""
