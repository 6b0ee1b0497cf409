"""What a page is, told to search engines in the words of https://schema.org/.

As JSON-LD: a block of data, which the content security policy of the pages does not touch since nothing runs it.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from sites.bake.views import SiteView

CONTEXT = "https://schema.org"


def data_block(told: Mapping[str, Any]) -> Markup:
    """The JSON of one thing, for the inside of a ``<script>``, that nothing in it may close; empty values are left."""
    kept = {"@context": CONTEXT, **{name: value for name, value in told.items() if value not in ("", None, [], {})}}
    text = json.dumps(kept, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704  # escaped


def publisher(site: "SiteView") -> dict[str, Any]:
    """Who speaks: the commune, by the address of its site."""
    return {"@type": "GovernmentOrganization", "@id": f"{site.base_url}/#commune", "name": site.name}


def organization(site: "SiteView") -> Markup:
    """The commune and its town hall, for the home page."""
    mairie = site.mairie
    address = {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(mairie.address_lines),
        "postalCode": mairie.postcode,
        "addressLocality": mairie.city,
        "addressRegion": site.departement_name,
        "addressCountry": "FR",
    }
    logo = site.logo.src if site.logo else site.banner.src if site.banner else ""
    return data_block(
        {
            **publisher(site),
            "url": f"{site.base_url}/",
            "logo": site.base_url + logo if logo else "",
            "address": {name: value for name, value in address.items() if value},
            "telephone": mairie.phone_href.removeprefix("tel:"),
            "email": mairie.email,
            "identifier": {"@type": "PropertyValue", "propertyID": "INSEE", "value": site.insee},
            "areaServed": {"@type": "AdministrativeArea", "name": site.name},
        }
    )
