"""What arrives is shown to an antivirus before anything names it (E-26), where the operator has one: ClamAV's daemon.

Its protocol is a length before each piece, and one line of answer (`INSTREAM` in clamd's manual). The libraries that
speak it are under the GPL or the LGPL, for as many lines as these.
"""

import logging
import socket
from contextlib import contextmanager
from struct import pack

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Invalid, Unavailable
from projets.usecase.securitylog import REFUSED
from projets.usecase.securitylog import log as security_log

PIECE = 64 * 1024
PATIENCE = 60  # seconds for each answer; a large archive is unpacked first
log = logging.getLogger(__name__)


class NoAnswer(Exception):
    """The daemon cannot be reached, or says something that is no verdict."""


def examine(stream):
    """Read to its end; Invalid when the antivirus knows it for malware, Unavailable when nobody can tell.

    Nothing is done where no antivirus is set.
    """
    if settings.ANTIVIRUS is None:
        return
    try:
        verdict = _verdict(stream)
    except NoAnswer as error:
        log.error("the antivirus gave no verdict, and the file was refused: %s", error)
        raise Unavailable(
            _("This file could not be checked for viruses, so it was not kept: try again in a few minutes.")
        ) from None
    if verdict:
        security_log("malware", REFUSED, signature=verdict)
        raise Invalid(_("The antivirus of this site refuses this file: it was not kept."), field="file")


def answers():
    """The daemon's version, as it tells it; NoAnswer."""
    with _connected() as wire:
        wire.sendall(b"zVERSION\0")
        return _line(wire)


def _verdict(stream):
    """The name of what was found, or ""."""
    with _connected() as wire:
        try:
            wire.sendall(b"zINSTREAM\0")
            while piece := stream.read(PIECE):
                wire.sendall(pack("!L", len(piece)) + piece)
            wire.sendall(pack("!L", 0))
        except ConnectionError:
            pass  # it hangs up on what is beyond its own limit; its answer says so
        said = _line(wire)
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise NoAnswer(said or "it hung up")


@contextmanager
def _connected():
    try:
        with _wire() as wire:
            yield wire
    except OSError as error:
        raise NoAnswer(f"{settings.ANTIVIRUS}: {error}") from None


def _wire():
    if not isinstance(settings.ANTIVIRUS, str):
        return socket.create_connection(settings.ANTIVIRUS, PATIENCE)
    wire = socket.socket(socket.AF_UNIX)
    wire.settimeout(PATIENCE)
    wire.connect(settings.ANTIVIRUS)
    return wire


def _line(wire):
    said = b""
    while not said.endswith(b"\0") and (piece := wire.recv(PIECE)):
        said += piece
    return said.rstrip(b"\0").decode(errors="replace").strip()
