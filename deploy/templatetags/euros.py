"""Amounts as people read them."""

from decimal import Decimal

from django import template

from deploy.statement.pdf import due_text, written

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str:
    """« 1 272,24 € »."""
    return "" if amount is None else written(amount)


@register.filter
def due(amount: Decimal | None) -> str:
    """The same; « compris » for nothing, « à fixer » where a price lacks."""
    return due_text(amount)
