"""Feeds of other sites, as towns show them."""

from typing import Any

from modules.flux_externes.models import Flux
from tests.world import Town

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Le Lot</title><link>https://lot.example/</link><description>x</description>
<item><title>Travaux &amp;amp; &lt;b&gt;déviations&lt;/b&gt;</title><link>/routes/d820</link>
<pubDate>Fri, 04 Sep 2026 22:30:00 +0000</pubDate>
<description>
&lt;p&gt;La D820 est fermée.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;
&lt;img src="https://espion.example/p.gif"&gt;</description></item>
<item><title>Collège</title><link>https://lot.example/college</link>
<pubDate>Wed, 02 Sep 2026 08:00:00 +0200</pubDate></item>
</channel></rss>""".encode()
ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Parc</title><id>urn:x</id><updated>2026-09-01T00:00:00Z</updated>
<link rel="alternate" href="https://parc.example/"/><link rel="self" href="https://parc.example/atom.xml"/>
<entry><id>urn:1</id><title type="html">Sentier &lt;i&gt;ouvert&lt;/i&gt;</title><link href="https://parc.example/1"/>
<updated>2026-09-01T00:00:00Z</updated><summary>Bonne marche.</summary></entry></feed>"""


def line(title: str = "Travaux", day: str = "2026-09-05", **more: str) -> dict[str, str]:
    """A line as it is kept."""
    return {"title": title, "url": "https://lot.example/routes", "day": day, "text": "La D820 est fermée.", **more}


def flux(town: Town, *lines: dict[str, str], **fields: Any) -> Flux:
    """A feed of the département, that was read already."""
    values = {"name": f"Département, {town.name}", "address": f"https://lot.example/{town.marker}.xml", **fields}
    content = {"home": "https://lot.example/", "entries": list(lines)}
    return Flux.objects.create(commune=town.commune, content=content, **values)
