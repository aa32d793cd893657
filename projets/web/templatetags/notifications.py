"""What notifications say."""

from django import template

from projets.notifications import telling

register = template.Library()


@register.filter
def said(notification):
    """(text, whether it is a name), after the name of who did it."""
    return telling.tell(notification).parts


@register.filter
def why(notification):
    return telling.reason(notification)
