"""The generator: a commune is read whole, rendered whole, compared with what stands, and swapped in by one link.

The doors of this room, for everyone else:

- ``sites.bake.bakery``: ``bake(commune, force=, now=)``, ``check(commune)``; ``BakeResult`` in ``sites.bake.result``.
- ``sites.bake.pool``: ``bake_many(communes, processes=, progress=)``.
- ``sites.bake.state``: ``mark_dirty``, ``waiting``, ``begin``, ``finish``, ``online_sentence``.
- ``sites.bake.preview``: ``render_page(page, request)``, ``render_block(name, value, page)``.
- ``sites.bake.archive``: ``export(commune, file)``.
- ``sites.bake.views``: what templates and modules receive.

No model is imported at module level anywhere in this room, so that an ``AppConfig`` may import it.
"""
