"""The key that signs sessions and tokens."""

import os
import secrets
import tempfile
from pathlib import Path

from projets.config.environment import SHORTEST_SECRET, Misconfigured, read

NAME = "PROJETS_SECRET_KEY"
MAKE_ONE = "Give 50 random characters, such as python3 -c 'import secrets; print(secrets.token_urlsafe(50))' prints"


def secret_key(data_dir, base_url):
    """The operator's, or one made once and kept in the data directory, readable by its owner alone."""
    given = read(NAME)
    if given:
        if base_url.startswith("https:") and (len(given) < SHORTEST_SECRET or len(set(given)) < 8):
            raise Misconfigured(NAME, f"it is weak: it needs {SHORTEST_SECRET} varied characters", MAKE_ONE)
        return given
    if base_url.startswith("https:"):
        raise Misconfigured(NAME, f"it is missing, and {base_url} is served to others", MAKE_ONE)
    return _kept_in(data_dir)


def _kept_in(data_dir):
    kept = data_dir / "secret_key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            _write_once(kept, secrets.token_urlsafe(50))
        return kept.read_text().strip()
    except OSError as error:
        wrong = f"cannot keep a secret key in {data_dir} ({error.strerror})"
        raise Misconfigured("PROJETS_DATA_DIR", wrong, "Give a directory that this user may write in") from None


def _write_once(path, text):
    """Complete or not there, and of two processes that start together both read the first one's."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # made with mode 600
    with os.fdopen(handle, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()
