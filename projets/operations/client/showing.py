"""What people are shown. What others have typed moves no cursor: control characters are left out."""

from projets.operations.client.dates import shown_due


def columns(rows):
    """Lines of rows of texts, one below the other; the last column is as long as it likes."""
    rows = [[clean(text) for text in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def card_rows(cards):
    """Reference, due date, done or not, title."""
    return [[card["reference"], shown_due(card), "x" if card["done_at"] else "", card["title"]] for card in cards]


def cards(found):
    return columns(card_rows(found))


def named(rows):
    """Ids and names."""
    return columns([[row["id"], row["name"]] for row in rows])


def clean(text):
    return "".join(letter if letter.isprintable() else " " for letter in str(text))
