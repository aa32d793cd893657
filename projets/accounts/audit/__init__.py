"""The audit trail of business acts (E-09): who did what to which row, when; no content, no name, its own retention.

It is made from committed facts, one entry each, and each entry holds the digest of the one before: what is changed or
taken out later shows (`projets check audit`). The database itself refuses to change an entry.
"""
