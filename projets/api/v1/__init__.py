"""Our own API, under /api/v1: what a program may ask, over the same actions as our pages.

door       what every request goes through: who asks, how often, in which language, and what is answered instead
parsing    what may be sent: strict types, strict JSON
problems   what is wrong, as RFC 9457 says it
facts      what may have happened, as schemas
shapes     rows and states of facts as they are sent; `models` are the same as schemas
rows       finding what an address names; `administration`: what is for administrators alone
once       acts: done once however often they are sent, and only if nothing has changed meanwhile
paging     long lists, a piece at a time
routes     one module per noun
document   all of it as OpenAPI 3.1
"""
