"""What production forgives and tests do not."""

import random

import pytest
from django.db.models import QuerySet
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """Message ids are what tests compare; whoever looks at a page asks for it in a language."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _unordered_is_shuffled():
    """A database may answer in any order when none is asked for, and one day it does."""
    fetch_all = QuerySet._fetch_all  # noqa: SLF001 (there is no other place)

    def shuffled(self):
        fetched_before = self._result_cache is not None
        fetch_all(self)
        if not fetched_before and not self.ordered and not self.query.is_sliced:
            random.shuffle(self._result_cache)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", shuffled)
        yield
