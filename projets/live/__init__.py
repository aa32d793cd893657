"""Who listens now: sockets of open pages, what they follow, who is present. Nothing of it is stored.

Parts above say what to send and to whom: see `hub.py`.
"""
