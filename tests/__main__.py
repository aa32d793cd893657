"""`python -m tests`: the whole suite. What was not run is said last, in capitals; with CI=1 it is a failure."""

import os
import sys

import pytest

from tests import chromium

NOT_RUN = "NOT RUN: THE BROWSER TESTS (tests/browser), FOR NO CHROMIUM WAS FOUND. INSTALL ONE OR SET $CHROMIUM."


def main(arguments):
    code = pytest.main(arguments)
    if chromium.find():
        return code
    sys.stdout.flush()
    print(NOT_RUN, flush=True)  # noqa: T201 (that is its work)
    return code or (1 if os.environ.get("CI", "").lower() in ("1", "true") else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
