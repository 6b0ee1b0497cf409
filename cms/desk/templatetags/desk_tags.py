"""What every admin page may need to say of the body that runs the platform."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def cdg_name() -> str:
    """The body that runs this install."""
    name: str = settings.BEFFROI_CDG_NAME
    return name


@register.simple_tag
def cdg_contact() -> str:
    """Its e-mail address."""
    contact: str = settings.BEFFROI_CDG_CONTACT
    return contact
