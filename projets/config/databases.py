"""Which database: an SQLite file in the data directory, or the PostgreSQL of a URL."""

from pathlib import Path

from projets.config.environment import Misconfigured, read

NAME = "PROJETS_DATABASE_URL"
REMEDY = (
    "Give postgresql://user:password@host:5432/name, the path of a file, or nothing for SQLite in the data directory"
)
POSTGRESQL_SCHEMES = ("postgresql://", "postgres://")
OF_DJANGO = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database(data_dir):
    """Django's description of the database; what is wrong with the URL is said without its password."""
    given = read(NAME)
    if given.startswith(POSTGRESQL_SCHEMES):
        return _postgresql(given)
    if not given:
        return sqlite(data_dir / "projets.sqlite3")
    scheme, separator, rest = given.partition("://")
    if not separator:
        return sqlite(Path(given).expanduser().absolute())
    if scheme != "sqlite":
        raise Misconfigured(NAME, f"« {scheme} » is no database that Projets knows", REMEDY)
    path = rest.removeprefix("/")  # sqlite:///relative and sqlite:////absolute, as elsewhere
    if not rest.startswith("/") or path in ("", ":memory:"):
        raise Misconfigured(NAME, f"« {given} » names no file", REMEDY)
    return sqlite(Path(path).absolute())


def sqlite(path):
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # one connection per thread, for good
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(url):
    """Read by libpq itself: sockets, several hosts, TLS options and escapes mean what they mean to `psql`."""
    from psycopg import Error
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(url)
    except Error:  # its message may quote the password
        raise Misconfigured(NAME, "PostgreSQL cannot read this address", REMEDY) from None
    if not given.get("dbname"):
        raise Misconfigured(NAME, "the address names no database", REMEDY)
    options = {"connect_timeout": "5"} | {key: value for key, value in given.items() if key not in OF_DJANGO}
    return {
        "ENGINE": "projets.config.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    } | {django: str(given[libpq]) for libpq, django in OF_DJANGO.items() if libpq in given}
