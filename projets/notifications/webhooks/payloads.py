"""What of a fact is told to webhooks. The door whose shapes they have says it, since imports only go down."""

_renderers = []


def register_payloads(render):
    """`render(event)` answers a list of (name, body): the names of `names.NAMES`, bodies as dicts, made of the log."""
    _renderers.append(render)
    return render


def payloads(event):
    return [told for render in _renderers for told in render(event)]
