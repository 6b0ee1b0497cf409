"""What a commune's site says, for programs: read-only, public, served from what was baked and from nothing else.

``baking.py`` writes two private files beside the public folder of each generation; ``shelf.py`` reads them; a view adds
no query to the one that finds the commune of the host. ``lists.py`` is the one table of what is given, from which the
routes, the checks of what is asked and the OpenAPI document are all made.
"""
