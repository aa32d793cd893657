"""Who somebody is elsewhere: the accounts that ProConnect, or another OpenID provider, vouches for.

provider     what the provider says of itself: endpoints and keys
client       the talk with it: a code becomes claims that were verified
claims       what it says of a person
rules        whether that person comes in
arriving     to which account the claims lead
leaving      sessions that the provider ends
"""
