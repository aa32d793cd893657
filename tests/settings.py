"""The product's settings, with a database, files and hashes for tests.

`PGHOST` (and `PGUSER`, `PGPASSWORD`, `PGDATABASE`), or PROJETS_DATABASE_URL, choose PostgreSQL; SQLite otherwise.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

scratch = Path(tempfile.mkdtemp(prefix="projets-tests-"))
atexit.register(shutil.rmtree, scratch, ignore_errors=True)
os.environ["PROJETS_DATA_DIR"] = str(scratch)
if "PGHOST" in os.environ and "PROJETS_DATABASE_URL" not in os.environ:
    os.environ["PROJETS_DATABASE_URL"] = f"postgresql:///{os.environ.get('PGDATABASE', 'projets')}"

from projets.config.catalogues import compile_all  # noqa: E402

compile_all()  # before the first sentence is translated: Django reads catalogues once

from projets.config.settings import *  # noqa: E402, F403
from projets.config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": scratch / "test.sqlite3"}  # a file: tests write from several threads
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
