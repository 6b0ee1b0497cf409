"""What visitors follow: the lists of the modules, as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

A module describes each list once (``Feed``, of ``Entry``), gives ``files.files(…)`` among its outputs and
``files.links(…)`` among its feeds. Where it is off it is not asked, and has no feed.
"""
