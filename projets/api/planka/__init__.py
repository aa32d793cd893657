"""The door of Planka's clients: its routes, envelopes, codes and items, over the same actions as our pages.

calling         what is asked, whoever carries it (HTTP, or a virtual request of socket.io), and the table of routes
parameters      what a route takes: coerced and checked as Planka does
refusals        what is answered instead, and how a domain error becomes one of these
authentication  who asks: a token, with its cookie, or an API key
request_ids     what clients call their requests
items           rows and states of facts as Planka shows them, and the shapes of these
telling         what clients and webhooks are told of a fact
bodies          what webhooks are sent
routes          one module per noun
shapes          what routes answer, as JSON Schema
document        all of it as OpenAPI 3.1
http            the view
"""
