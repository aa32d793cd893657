"""Webhooks: other machines are told what happens here, signed, in order, at least once.

A fact becomes bodies (`payloads.py`), each body a delivery for each webhook that wants it, in the transaction of
`subscribers.py`. Deliveries are sent by jobs (`jobs.py`), one lane for each webhook (`lanes.py`), so that a receiver
that is down delays nobody else; what came of each is the journal that administrators read.
"""
