"""The facts of organisations. Names of organisations, services and teams are public; people are in them by id."""

from dataclasses import dataclass

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class OrganisationState(State):
    siret: str | None
    label: str
    local_name: str
    project_creators: str
    inviting_outside: str
    allows_guests: bool
    allows_links: bool


@dataclass(frozen=True)
class OrganisationFact(Fact):
    state = OrganisationState
    before: OrganisationState | None
    after: OrganisationState


class OrganisationCreated(OrganisationFact, kind="organisation.created"):
    pass


class OrganisationRelabelled(OrganisationFact, kind="organisation.relabelled"):
    """Sign-in calls it otherwise now."""


class OrganisationEdited(OrganisationFact, kind="organisation.edited"):
    pass


@dataclass(frozen=True)
class AffiliationState(State):
    organisation_id: int
    user_id: int
    service_id: int | None
    source: str
    role: str
    creates_projects: bool


@dataclass(frozen=True)
class AffiliationFact(Fact):
    """Recorded on the organisation and on the person."""

    state = AffiliationState
    before: AffiliationState | None
    after: AffiliationState


class AffiliationAdded(AffiliationFact, kind="affiliation.added"):
    pass


class AffiliationEdited(AffiliationFact, kind="affiliation.edited"):
    pass


class AffiliationRemoved(AffiliationFact, kind="affiliation.removed"):
    """With what the person had there: administering it, and its teams."""


@dataclass(frozen=True)
class ServiceState(State):
    organisation_id: int
    parent_id: int | None
    name: str


@dataclass(frozen=True)
class ServiceFact(Fact):
    state = ServiceState
    before: ServiceState | None
    after: ServiceState


class ServiceCreated(ServiceFact, kind="organisation_service.created"):
    pass


class ServiceEdited(ServiceFact, kind="organisation_service.edited"):
    pass


class ServiceDeleted(ServiceFact, kind="organisation_service.deleted"):
    pass


@dataclass(frozen=True)
class TeamState(State):
    organisation_id: int
    name: str


@dataclass(frozen=True)
class TeamFact(Fact):
    state = TeamState
    before: TeamState | None
    after: TeamState


class TeamCreated(TeamFact, kind="team.created"):
    pass


class TeamRenamed(TeamFact, kind="team.renamed"):
    pass


class TeamDeleted(TeamFact, kind="team.deleted"):
    pass


@dataclass(frozen=True)
class TeamMemberState(State):
    organisation_id: int
    team_id: int
    user_id: int
    is_lead: bool
    by_hand: bool
    by_claims: bool


@dataclass(frozen=True)
class TeamMemberFact(Fact):
    state = TeamMemberState
    before: TeamMemberState | None
    after: TeamMemberState


class TeamMemberAdded(TeamMemberFact, kind="team_member.added"):
    pass


class TeamMemberEdited(TeamMemberFact, kind="team_member.edited"):
    pass


class TeamMemberRemoved(TeamMemberFact, kind="team_member.removed"):
    pass


@dataclass(frozen=True)
class ClaimRuleState(State):
    organisation_id: int
    claim: str
    value: str
    team_id: int


@dataclass(frozen=True)
class ClaimRuleFact(Fact):
    state = ClaimRuleState
    before: ClaimRuleState | None
    after: ClaimRuleState


class ClaimRuleAdded(ClaimRuleFact, kind="claim_rule.added"):
    """It holds from each person's next sign-in."""


class ClaimRuleRemoved(ClaimRuleFact, kind="claim_rule.removed"):
    pass
