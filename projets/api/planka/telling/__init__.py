"""What a fact is at Planka's door: events for its clients, payloads for webhooks.

told       one event, and one fact as tellers see it
audience   which rooms are told
parents    what of today's rows goes with a webhook's payload
boards, cards, …    the tellers, by noun

Everything is made of the fact alone, with names as they are now.
"""

from importlib import import_module
from pathlib import Path

from projets.api.planka.telling.told import Request, Telling, Told, tellers


def tell(event, request=None):
    """The events that Planka's clients know for one of ours; `request` has all that was done to the same stream."""
    it = Telling(event, request)
    for found in tellers(it.fact):
        yield from found(it)


def _load():
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem != "__init__":
            import_module(f"{__name__}.{path.stem}")


_load()
__all__ = ["Request", "Told", "tell"]
