"""A provider of invented people that behaves as ProConnect does: for `make run OIDC=demo`, and for the tests.

Anybody signs in to it as anybody, so the settings keep it on a loopback address.
"""
