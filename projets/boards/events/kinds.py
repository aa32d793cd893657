"""Fact classes by the dozen."""


def kinds(base, noun, *happenings):
    """One fact class for each thing that can happen to a noun: `kinds(CardFact, "card", "renamed")`."""
    return [
        type(f"{noun.title().replace('_', '')}{what.title().replace('_', '')}", (base,), {}, kind=f"{noun}.{what}")
        for what in happenings
    ]
