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
EMPTY: tuple[Any, ...] = ("", None, [], {})
# RFC 8259 §7: any character of a text may be written by its number.
NUMBERED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&@"}


def data_block(told: Mapping[str, Any]) -> Markup:
    """One thing with its context; empty values are left out."""
    return embedded({"@context": CONTEXT, **{name: said for name, said in told.items() if said not in EMPTY}})


def embedded(value: Any) -> Markup:
    """JSON for the inside of a ``<script>``: nothing closes it, and who gathers e-mail addresses finds none."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(NUMBERED))  # noqa: S704  # escaped


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
