"""What every use case needs, and nothing about any of them.

actor     who acts, through which door, in which act
action    `@action`: locked, read again, allowed, atomic, done once
log       the facts recorded, in order, without gap
facts     what a fact is: a row's public columns before and after
securitylog  who came in, whose rights changed, what was refused: one line each
rights    actions × grounds, closed by default
guard     no write outside an action, none in a reading request
turns     first come, first served among writers
dispatch  facts handed to whoever reacts, each at its own pace
ids       64-bit, time-ordered, made here
years     how far away a date may lie
"""
