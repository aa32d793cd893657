"""The facts of notification services, on the stream of their person, or of the project of their board."""

from dataclasses import dataclass

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class ServiceState(State):
    user_id: int | None
    board_id: int | None
    format: str


@dataclass(frozen=True)
class ServiceFact(Fact):
    state = ServiceState
    before: ServiceState | None
    after: ServiceState


class ServiceAdded(ServiceFact, kind="service.added"):
    pass


class ServiceEdited(ServiceFact, kind="service.edited"):
    """Its format or its address."""


class ServiceRemoved(ServiceFact, kind="service.removed"):
    pass
