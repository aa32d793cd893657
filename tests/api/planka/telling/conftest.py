import pytest

from projets.api.planka.bodies import bodies
from projets.api.planka.telling import Request, tell


@pytest.fixture
def told():
    """`told(act, *people)`: what is told of what an act did: {room: [(name, item)]} to these people's clients."""

    def listen(act, *people):
        streams = {}
        for event in act.told:
            streams.setdefault(event.stream_id, []).append(event)
        heard = {}
        for event in act.told:
            for one in tell(event, Request(streams[event.stream_id])):
                said = one.item if one.items is None else one.items
                for room in one.to.rooms({person.user_id for person in people}):
                    heard.setdefault(room, []).append((one.name, said))
        return heard

    return listen


@pytest.fixture
def hooked():
    """`hooked(act)`: what webhooks are sent of it: [(name, body)]."""
    return lambda act: [one for event in act.told for one in bodies(event)]
