"""The picture that a link to a page is shown with, in a message or on a social network."""

from sites.bake.views import PageView, Share

FIELDS = ("image_id", "banner_id")
WIDE, NARROWEST = 1200, 600  # pixels: what is asked of a large picture, and what is too small for one


def photo_of(page: PageView) -> Share | None:
    """The photo of the page itself: the narrowest JPEG that is wide enough, else the widest."""
    for name in FIELDS:
        picture = page.picture(name)
        if picture is None:
            continue
        jpeg = picture.sources.get("jpeg", ())
        url, width = next((one for one in jpeg if one[1] >= WIDE), jpeg[-1] if jpeg else ("", 0))
        if width >= NARROWEST:
            return Share(url, width, picture.heights[width], page.fields.get(f"{name[:-3]}_alt") or picture.title)
    return None
