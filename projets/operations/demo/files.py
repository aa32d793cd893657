"""Files of the demonstration, kept before anything is written: a card is given them afterwards."""

from io import BytesIO

from projets.boards import uploads
from projets.operations.demo.pictures import draw


def keep_all(projects):
    """{name: what `attach_file` takes}; a picture has `kind` and `hue`, any other file its `text`."""
    wanted = {file["name"]: file for project in projects for board in project.boards for file in _of(board)}
    return {name: uploads.receive(BytesIO(_bytes(file)), name) for name, file in wanted.items()}


def _of(board):
    return (file for card in board.cards for file in card.files)


def _bytes(file):
    if "text" in file:
        return file["text"].encode()
    return draw(file["kind"], file["hue"], file["name"])
