"""How a board is opened to people without an account here: read-only links, and guests let in by e-mail.

ways         whether a board lets anybody in that way at all: its marking, its organisation, the instance
secrets      what stands in an address, and what is kept of it
opened       which link a secret opens now
reading      what of a board is for whoever holds a link
"""
