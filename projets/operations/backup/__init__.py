"""Everything of an instance in one file, the same whatever the database: made while people write, read all or nothing.

A `.tar.gz`: `rows/<table>.jsonl` (one row a line, a list in the order of `columns`), `files/<name>` as the storage has
them, and `manifest.json` last: what there is, with the SHA-256 of each. Sessions are left out, and the secret key.
"""
