"""Whether a form was sent from the very site that receives it.

Baked pages can hold no token, and visitors have no session to steal: what tells is what browsers say of themselves.
All those the sites support send ``Sec-Fetch-Site`` or ``Origin`` with each POST.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest

SAME = "same-origin"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def is_from_this_site(request: HttpRequest) -> bool:
    """True for what only reads, and for what comes from a page of the same host and port."""
    if request.method in READING:
        return True
    if (fetched := request.headers.get("Sec-Fetch-Site")) is not None:
        return fetched == SAME
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        place = urlsplit(said)
    except ValueError:
        return False
    return place.scheme in {"http", "https"} and place.netloc.lower() == request.get_host().lower()
