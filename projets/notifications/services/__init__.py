"""Notification services: where else people, and boards, want to be told; mail, chats, telephones.

An address in the syntax of Apprise (`courier.py` knows the library); what is to be told is put in words (`wording.py`)
by a job, and carried by a process of its own that reaches nothing private.
"""
