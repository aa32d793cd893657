"""How the instance stands, for those who look after it: each part says what it can tell of itself.

The command line fills it and pages read it, though neither knows the other.
"""

checks = {}  # {name: a function that answers a line, or raises Misconfigured}
readings = {}  # {name: a function that answers data}
