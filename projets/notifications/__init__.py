"""Reactions to what happened: who is told of it, in the pages and elsewhere, and why.

The log is read through `usecase/dispatch.py`, at least once, after the commit; nothing here delays who acts.
"""
