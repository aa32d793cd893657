"""The mail server that administrators name, and a letter to see whether it takes any.

Links that prove a mailbox go by it (`web/pages/openid/joining.py`); notifications do not yet, save that a webhook
was given up.
"""
