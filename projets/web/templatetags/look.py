"""What templates say of assets and icons."""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from projets.web.assets import assets

register = template.Library()


@register.simple_tag
def asset(name):
    """{% asset "layout/mark.svg" %}: its address."""
    return assets().url(name)


@register.simple_tag
def stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', assets().style)


@register.simple_tag
def state_brand():
    """The lines under Marianne, in the State theme."""
    return settings.STATE_BRAND


@register.simple_tag
def import_map():
    """Before any module; the content security policy knows its digest."""
    text = assets().import_map(get_language())
    return mark_safe(f'<script type="importmap">{text}</script>')  # noqa: S308 (names and addresses of our files)


@register.simple_tag
def module(*names):
    """{% module "pages/board/board.js" … %}: run them, and fetch all that they import without waiting in turn."""
    made = assets()
    run = list(dict.fromkeys(made.url(name) for name in names))
    far = [url for url in made.needed_by(*names, language=get_language()) if url not in run]
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">', ((url,) for url in far))
    scripts = format_html_join("", '<script type="module" src="{}"></script>', ((url,) for url in run))
    return preloads + scripts


@register.simple_tag
def icon(name, size="s", label=""):
    """{% icon "plus" %}: drawn beside words, hidden from those who listen; with `label=` it stands alone."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    drawing = f"{assets().url('layout/icons.svg')}#i-{name}"
    return format_html('<svg class="icon icon--{}" {}><use href="{}"/></svg>', size, spoken, drawing)
