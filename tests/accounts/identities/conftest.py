import pytest

from tests.openid import PRO, Journey, serving


@pytest.fixture
def provider(settings):
    with serving(settings.BASE_URL) as provider:
        settings.OIDC_OP_URL = provider.issuer
        for name, value in PRO.items():
            setattr(settings, name, value)
        yield provider


@pytest.fixture
def journey(db, provider, settings):
    """`journey()`: somebody's browser."""
    opened = []

    def start():
        opened.append(Journey(provider, settings.BASE_URL))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
