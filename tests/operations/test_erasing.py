"""E-05: not even the bytes of the database's file say who was erased."""

from tests.boards.departures.somebody import EMAIL, NAME, USERNAME
from tests.operations.running import projets


def said_of(folder):
    words = [word.encode() for word in (NAME, EMAIL, USERNAME)]
    return {path.name for path in (folder / "data").rglob("*") if path.is_file() if _holds(path.read_bytes(), words)}


def _holds(content, words):
    return any(word in content for word in words)


def test_the_file_of_the_database(tmp_path):
    for arguments in (["migrate"], ["demo"], _created(EMAIL, NAME, USERNAME), _created("awa@a.example", "Awa", "awa")):
        done = projets(*arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert said_of(tmp_path) == {"projets.sqlite3"}
    done = projets("user", "erase", EMAIL, cwd=tmp_path)
    assert (done.returncode, done.stdout.split(":")[0]) == (0, "Ancien agent n°\u00a01")
    assert said_of(tmp_path) == set()
    again = projets("user", "erase", EMAIL, cwd=tmp_path)
    assert (again.returncode, EMAIL in again.stderr) == (1, True)


def _created(email, name, username):
    return ["user", "create", "--email", email, "--name", name, "--username", username]
