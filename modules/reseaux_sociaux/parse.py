"""Networks a commune may be followed on, and the addresses under which they know it. Pure."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Network:
    """A network: its drawing, and the domains its pages stand under (none: any)."""

    code: str
    name: str
    icon: str
    domains: tuple[str, ...]
    example: str


NETWORKS = (
    Network("facebook", "Facebook", "brand-facebook", ("facebook.com",), "https://www.facebook.com/mairie.gourdon"),
    Network("instagram", "Instagram", "brand-instagram", ("instagram.com",), "https://www.instagram.com/gourdon"),
    Network("youtube", "YouTube", "brand-youtube", ("youtube.com",), "https://www.youtube.com/@gourdon"),
    Network("x", "X", "brand-x", ("x.com", "twitter.com"), "https://x.com/gourdon"),
    Network("linkedin", "LinkedIn", "brand-linkedin", ("linkedin.com",), "https://www.linkedin.com/company/gourdon"),
    Network("mastodon", "Mastodon", "brand-mastodon", (), "https://mastodon.social/@gourdon"),
)
BY_CODE = {network.code: network for network in NETWORKS}


def is_page_of(code: str, url: str) -> bool:
    """Whether ``url`` is an address of the network, over a safe line, that leads to a page of it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    domains = BY_CODE[code].domains
    known = not domains or any(host == domain or host.endswith(f".{domain}") for domain in domains)
    return parts.scheme == "https" and known and "." in host and parts.path.strip("/") != ""


@dataclass(frozen=True, slots=True)
class Share:
    """One way of passing a page on: a plain link, which tells the network nothing until it is followed."""

    name: str
    icon: str
    url: str
    external: bool = True


def shares(url: str, title: str) -> tuple[Share, ...]:
    """Links that pass on the page ``title`` at ``url``. Formats: documentation of each network, RFC 6068 for e-mail."""
    address, words = quote(url, safe=""), quote(title, safe="")
    return (
        Share("un courriel", "mail", f"mailto:?subject={words}&body={words}%0D%0A{address}", external=False),
        Share("Facebook", "brand-facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        Share("WhatsApp", "brand-whatsapp", f"https://wa.me/?text={words}%20{address}"),
        Share("X", "brand-x", f"https://x.com/intent/post?url={address}&text={words}"),
        Share("LinkedIn", "brand-linkedin", f"https://www.linkedin.com/sharing/share-offsite/?url={address}"),
    )
