"""The command line as a client of our own API: on the server itself, or of another by its address and a token.

calling   what is asked and answered; which instance, by `remote` (over HTTP) or `local` (in this process, no server)
api       what verbs call: reading, acting, long lists to their end
naming    finding what somebody means by a name
dates     days and moments, as they are typed and shown
showing   what people are shown: lines and columns
verbs     nouns and their verbs: how a command declares what it does

Nothing here but `local` knows of Django: asking another server needs no settings, no database and no start.
"""
