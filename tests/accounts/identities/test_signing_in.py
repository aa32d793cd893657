"""The whole way to a real provider and back (A-01 to A-17, A-30): who comes in, as whom, and who does not."""

import html
import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from projets.accounts.actions.people import create_user, deactivate_user
from projets.accounts.identities.models import Identity
from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation
from projets.accounts.queries import instance
from projets.boards.departures.actions.erasing import delete_user
from projets.usecase.actor import Actor
from projets.usecase.models import Act, Event

COMMAND = Actor(None, "command")


def text(answer):
    return html.unescape(answer.content.decode())


def kept():
    """All that a sign-in may write."""
    return (
        sorted(User.objects.values_list("pk", "email", "name")),
        sorted(Identity.objects.values_list("pk", "user_id", "sub")),
        Act.objects.count(),
        Event.objects.count(),
    )


def refused(journey, answer, status, words, before):
    assert answer.status_code == status
    assert words in text(answer)
    assert journey.person is None
    assert kept() == before


def test_first_sign_in_opens_an_account(journey):
    """A-04, A-06, A-30; Planka's clients see an account that signs in elsewhere (`is_sso_user`)."""
    one = journey()
    answer = one.sign_in(next="/projets/")
    user = User.objects.get()
    assert (answer.status_code, answer["Location"], one.person) == (303, "/projets/", str(user.pk))
    assert (user.email, user.name, user.role, user.is_sso_user, user.has_usable_password()) == (
        "camille.roussel@sante.example",
        "Camille Roussel",
        "project_owner",
        True,
        False,
    )
    identity = Identity.objects.get()
    assert (identity.user, identity.siret, identity.acr) == (user, "13002526500013", "")
    assert identity.organization_label == user.organization == "Direction du numérique (exemple)"


def test_the_role_of_newcomers_is_a_setting(journey, settings):
    settings.OIDC_DEFAULT_ROLE = "board_user"
    journey().sign_in()
    assert User.objects.get().role == "board_user"


def test_only_parameters_that_proconnect_knows(journey, provider, settings):
    """A-02, A-03, A-04, A-12, A-13, A-17."""
    settings.OIDC_ACR_VALUES = ["eidas1-mfa", "eidas2"]
    journey().sign_in(login_hint="camille.roussel@sante.example", next="/", unknown="x")
    asked = provider.asked[0]
    assert asked.keys() == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims", "login_hint")
    }
    assert asked["scope"] == "openid given_name usual_name email uid siret idp_id organization_label roles"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32
    assert json.loads(asked["claims"]) == {
        "id_token": {"acr": {"essential": True, "values": ["eidas1-mfa", "eidas2"]}, "amr": None}
    }
    assert asked["login_hint"] == "camille.roussel@sante.example"


def test_pkce_is_a_setting(journey, provider, settings):
    """A-03: and the code is worth nothing without the verifier, which the provider compares."""
    settings.OIDC_USE_PKCE = True
    one = journey()
    one.sign_in()
    assert one.person == str(User.objects.get().pk)
    assert (provider.asked[0]["code_challenge_method"], len(provider.asked[0]["code_challenge"])) == ("S256", 43)


def test_same_sub_new_address_and_name(journey, provider):
    """A-06: the account follows; nothing is doubled, and the log knows no address."""
    journey().sign_in()
    user = User.objects.get()
    provider.people["camille"] |= {"email": "Camille.Petit@Sante.example", "usual_name": "Petit"}
    provider.people["camille"] |= {"siret": "21750001600019", "organization_label": "Ville"}
    journey().sign_in()
    after = User.objects.get()
    assert (after.pk, after.email, after.name) == (user.pk, "camille.petit@sante.example", "Camille Petit")
    assert (Identity.objects.get().siret, after.organization) == ("21750001600019", "Ville")
    events = Event.objects.filter(stream=user.stream).order_by("revision")
    assert [one.kind for one in events if "affiliation" not in one.kind] == [
        "user.created",
        "identity.linked",
        "user.profile_edited",
        "user.email_changed",
        "identity.signed_in",
    ]
    assert not [one for one in events if "petit" in json.dumps(one.columns).lower() or "@" in json.dumps(one.columns)]


def test_where_people_work_is_what_sign_in_says(journey, provider):
    """A-09: a SIRET that changes moves the person, who keeps the account; the label is for show."""
    journey().sign_in()
    user = User.objects.get()
    place = Affiliation.objects.select_related("organisation").get().organisation
    assert (place.siret, place.label) == ("13002526500013", "Direction du numérique (exemple)")
    provider.people["camille"] |= {"siret": "21750001600019", "organization_label": "Ville"}
    journey().sign_in()
    place = Affiliation.objects.select_related("organisation").get(user=user).organisation
    assert (place.siret, User.objects.get()) == ("21750001600019", user)


def test_a_siret_that_cannot_be_is_none(journey, provider):
    """A-09: its last digit does not fit the others."""
    provider.people["camille"]["siret"] = "13002526500014"
    one, before = journey(), kept()
    refused(one, one.sign_in(), 403, "SIRET de l’organisation", before)
    assert not Affiliation.objects.exists()


def test_an_address_that_another_account_has_is_left_alone(journey, provider):
    """A-08."""
    journey().sign_in()
    create_user(COMMAND, instance(), "taken@sante.example", "Autre")
    provider.people["camille"]["email"] = "taken@sante.example"
    one = journey()
    one.sign_in()
    assert User.objects.get(pk=one.person).email == "camille.roussel@sante.example"


def test_amr_and_acr_are_recorded_with_the_sign_in(journey, settings):
    """A-12, A-13."""
    settings.OIDC_ACR_VALUES = ["eidas1-mfa"]
    journey().sign_in()
    journey().sign_in()
    fact = Event.objects.get(kind="identity.signed_in").fact
    assert (fact.after.acr, fact.after.amr) == ("eidas1-mfa", ("pwd", "otp", "mfa"))


def test_too_weak_a_sign_in(journey, settings):
    """A-12: asked for by `claims`, and looked at again on the way back."""
    settings.OIDC_ACR_VALUES = ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"]
    one, before = journey(), kept()
    refused(one, one.sign_in("ibrahim"), 403, "authentification plus forte", before)


def test_without_siret(journey):
    """A-11: why, and whom to ask."""
    one, before = journey(), kept()
    answer = one.sign_in("lou")
    refused(one, answer, 403, "SIRET de l’organisation", before)
    assert "aide@sante.example" in text(answer)


RULES = [
    ("OIDC_ALLOWED_ROLES", ["agent_public_territorial"], "réservé aux agents publics"),
    ("OIDC_ALLOWED_SIRETS", ["21750001600019"], "SIRET 13002526500013"),
    ("OIDC_ALLOWED_EMAIL_DOMAINS", ["ville.example"], "sante.example"),
    ("OIDC_ALLOWED_IDP_IDS", ["00000000-0000-4000-8000-000000000002"], "fournisseur d’identité"),
]


@pytest.mark.parametrize(("rule", "allowed", "words"), RULES, ids=[rule for rule, *_ in RULES])
def test_our_own_rules(journey, settings, rule, allowed, words):
    """A-10, A-11: of two people, the rule lets in the one it names."""
    setattr(settings, rule, allowed)
    one, before = journey(), kept()
    refused(one, one.sign_in(), 403, words, before)
    other = journey()
    other.sign_in("ibrahim")
    assert other.person == str(User.objects.get().pk)


def test_people_who_come_in_whatever_the_rules(journey, settings):
    settings.OIDC_ALLOWED_SIRETS, settings.OIDC_ALLOWED_PEOPLE = ["x"], ["camille.roussel@sante.example"]
    one = journey()
    one.sign_in()
    assert one.person


def test_an_address_that_the_provider_doubts(journey, provider):
    """Whoever types an address at a provider does not own it: no account by it."""
    provider.people["camille"]["email_verified"] = False
    original = provider.userinfo
    provider.signs_userinfo = False
    provider.userinfo = lambda access: (
        "application/json",
        json.dumps(json.loads(original(access)[1]) | {"email_verified": False}),
    )
    one, before = journey(), kept()
    refused(one, one.sign_in(), 403, "adresse électronique", before)


def test_a_deactivated_account(journey):
    journey().sign_in()
    deactivate_user(COMMAND, User.objects.get())
    one, before = journey(), kept()
    refused(one, one.sign_in(), 403, "désactivé", before)


def test_a_deleted_account_leaves_no_identity(journey, boards):
    """Who comes again is new: nothing of the account before is theirs."""
    journey().sign_in()
    gone = User.objects.get(email="camille.roussel@sante.example")
    delete_user(boards.member("administrator"), gone)
    assert not Identity.objects.exists()
    one = journey()
    one.sign_in()
    assert one.person not in (None, str(gone.pk))


# What comes back and proves nothing


def test_a_forged_state(journey):
    """A-02."""
    one, before = journey(), kept()
    address = one.choose("camille", one.go())
    state = parse_qs(urlsplit(address).query)["state"][0]
    refused(one, one.back(address.replace(state, "x" * 32)), 400, "Personne n’a été connecté", before)


def test_a_state_of_another_browser(journey):
    """A-02: an address sent to somebody else signs them in as nobody."""
    one, other, before = journey(), journey(), kept()
    address = one.choose("camille", one.go())
    other.go()
    refused(other, other.back(address), 400, "Personne n’a été connecté", before)


def test_a_state_serves_once(journey):
    """A-02."""
    one = journey()
    address = one.choose("camille", one.go())
    assert one.back(address).status_code == 303
    one.site.post("/deconnexion/")
    before = kept()
    refused(one, one.back(address), 400, "Personne n’a été connecté", before)


def test_a_state_of_yesterday(journey):
    one, before = journey(), kept()
    address = one.choose("camille", one.go())
    session = one.site.session
    for asked in session["oidc_states"].values():
        asked["added_on"] = time.time() - 3601
    session.save()
    refused(one, one.back(address), 400, "Personne n’a été connecté", before)


def forged(provider, **changed):
    original = provider.id_token
    provider.id_token = lambda *about: original(*about) | changed


FORGED = {
    "of another issuer": {"iss": "https://elsewhere.example"},
    "for another site": {"aud": "another"},
    "for two, and not ours": {"aud": ["projets", "another"], "azp": "another"},
    "too old": {"exp": 1_700_000_000},
    "with another nonce": {"nonce": "y" * 32},
    "with no nonce": {"nonce": None},
    "of somebody else than userinfo": {"sub": "somebody else"},
}


@pytest.mark.parametrize("changed", FORGED.values(), ids=FORGED)
def test_id_tokens_that_prove_nothing(journey, provider, changed):
    """A-05."""
    forged(provider, **changed)
    one, before = journey(), kept()
    refused(one, one.sign_in(), 400, "vérifié", before)


SIGNERS = {
    "none": lambda content, provider: jwt.encode(content, None, algorithm="none"),
    "another key": lambda content, provider: jwt.encode(
        content, generate_private_key(65537, 2048), algorithm="RS256", headers={"kid": "demonstration"}
    ),
    "an unknown key": lambda content, provider: jwt.encode(
        content, provider.key, algorithm="RS256", headers={"kid": "other"}
    ),
    "another algorithm": lambda content, provider: jwt.encode(
        content, provider.secret, algorithm="HS256", headers={"kid": "demonstration"}
    ),
    "no JWT": lambda content, provider: "no.jwt.at-all",
}


@pytest.mark.parametrize("signer", SIGNERS.values(), ids=SIGNERS)
@pytest.mark.parametrize("which", ["id_token", "userinfo"])
def test_signatures_that_prove_nothing(journey, provider, signer, which):
    """A-05: `alg=none`, a wrong key and a wrong algorithm are refused for both tokens."""
    original = provider.sign
    provider.sign = lambda content: (
        signer(content, provider) if ("nonce" in content) == (which == "id_token") else original(content)
    )
    one, before = journey(), kept()
    refused(one, one.sign_in(), 400, "vérifié", before)


def test_unsigned_userinfo(journey, provider, settings):
    """A-05: taken by default, refused where the settings want it signed."""
    provider.signs_userinfo = False
    one = journey()
    one.sign_in()
    assert one.person
    settings.OIDC_OP_USER_ENDPOINT_FORMAT = "JWT"
    other, before = journey(), kept()
    refused(other, other.sign_in("ibrahim"), 400, "vérifié", before)


def test_keys_may_change(journey, provider):
    journey().sign_in()
    provider.key = generate_private_key(65537, 2048)
    original = provider.keys()["keys"][0]
    provider.keys = lambda: {"keys": [original | {"kid": "new"}]}
    provider.sign = lambda content: jwt.encode(content, provider.key, algorithm="RS256", headers={"kid": "new"})
    one = journey()
    one.sign_in()
    assert one.person


def test_no_token_reaches_a_log(journey, provider, caplog):
    """A-22: not even when the provider answers with one and an error."""
    provider.tokens = lambda sent: {"id_token": "SECRET-TOKEN", "access_token": "SECRET-TOKEN"}
    one, before = journey(), kept()
    refused(one, one.sign_in(), 400, "vérifié", before)
    assert "SECRET" not in caplog.text
    assert "not verified" in caplog.text


def test_silent(journey):
    """A-16: nobody there is no error; somebody there is signed in without being asked."""
    one, before = journey(), kept()
    answer = one.back(one.follow(one.go(silent="true")))
    assert (answer.status_code, answer["Location"], one.person) == (303, "/", None)
    assert kept() == before
    one.sign_in()
    one.site.cookies.clear()
    one.back(one.follow(one.go(silent="true")))
    assert one.person == str(User.objects.get().pk)


def test_given_up_at_the_provider(journey, provider):
    one, before = journey(), kept()
    one.go()
    asked = {"state": [*one.site.session["oidc_states"]][0], "redirect_uri": provider.redirects.copy().pop()}
    refused(one, one.back(provider.nobody(asked, "access_denied")), 403, "Vous pouvez réessayer", before)


def test_a_provider_that_is_down_is_told_at_sign_in(db, client, settings):
    """A-01: it keeps no page from opening."""
    settings.OIDC_OP_URL = "http://127.0.0.1:1"
    headers = {"host": "127.0.0.1:8000"}
    assert client.get("/connexion/", headers=headers).status_code == 200
    answer = client.get("/connexion/openid/", headers=headers)
    assert (answer.status_code, "ProConnect ne répond pas" in text(answer)) == (503, True)


def test_one_address_of_ours_is_the_one_registered(journey):
    answer = journey().site.get("/connexion/openid/?next=/aide/", headers={"host": "localhost:8000"})
    assert answer["Location"] == "http://127.0.0.1:8000/connexion/openid/?next=/aide/"


def test_nobody_is_led_elsewhere(journey):
    assert journey().sign_in(next="https://elsewhere.example/")["Location"] == "/"


def test_without_a_provider_there_is_nothing(db, client):
    for address in ("/connexion/openid/", "/connexion/openid/retour/", "/deconnexion/retour/"):
        assert client.get(address).status_code == 404
    assert client.post("/connexion/openid/fin/").status_code == 404
    assert "ProConnect" not in text(client.get("/connexion/"))


def test_the_button_comes_first(journey):
    """A-19."""
    page = text(journey().site.get("/connexion/"))
    assert page.index("ProConnect") < page.index('name="password"')
    assert "Qu’est-ce que ProConnect" in page
    assert "https://www.proconnect.gouv.fr/" in page


def test_another_provider_has_its_own_name(journey, settings):
    settings.OIDC_PROVIDER_LABEL = "Keycloak du ministère"
    page = text(journey().site.get("/connexion/"))
    assert "Se connecter avec Keycloak du ministère" in page
    assert "ProConnect" not in page
