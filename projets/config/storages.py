"""Where attachments lie: the data directory, or a bucket of the S3 kind."""

from importlib.util import find_spec
from urllib.parse import parse_qs, unquote, urlsplit

from projets.config.environment import Misconfigured, read

NAME = "PROJETS_STORAGE_URL"
REMEDY = "Give s3://key:secret@host/bucket?region=…, or nothing for the data directory"


def storage(data_dir):
    given = read(NAME)
    if not given:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": data_dir / "files", "file_permissions_mode": 0o600},
        }
    parts = urlsplit(given)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket or not parts.username or not parts.password:
        raise Misconfigured(NAME, "this is no complete address of a bucket", REMEDY)
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise Misconfigured(NAME, "the S3 storage is not installed", "Install it: pip install 'projets[s3]'")
    port = f":{parts.port}" if parts.port else ""
    asked = parse_qs(parts.query)
    scheme = "http" if asked.get("tls") == ["0"] else "https"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "bucket_name": bucket,
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "region_name": asked.get("region", [None])[0],
            "default_acl": None,
            "file_overwrite": False,
        },
    }
