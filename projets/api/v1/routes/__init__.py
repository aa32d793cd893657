"""One module per noun; each declares its routes on the API."""

from importlib import import_module
from pkgutil import iter_modules


def load():
    for found in iter_modules(__path__):
        import_module(f"{__name__}.{found.name}")
