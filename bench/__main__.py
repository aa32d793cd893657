"""`python -m bench`: measure a server of our own, or with `--base-url` one that runs already."""

import argparse
import asyncio
import json
import os
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from urllib.parse import urlsplit

from bench.calibration import calibrate
from bench.measures import ALL
from bench.seeding import board_of, sign_in
from bench.server import Server, started

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Bench:
    """What every measure is given."""

    def __init__(self, server, client, sizes, seconds):
        self.server = server
        self.client = client
        self.sizes = sizes
        self.seconds = seconds
        self._boards = {}

    async def board(self, size):
        """The board of that many cards, made when it is first needed."""
        if size not in self._boards:
            say(f"  … a board of {size} cards is made")
            self._boards[size] = await board_of(self.client, size)
        return self._boards[size]

    def processor(self):
        """Seconds that the server's process has taken so far; 0 where that is not ours to know."""
        return self.server.processor_seconds if self.server.process else 0.0


def say(line):
    print(line, file=sys.stderr, flush=True)  # noqa: T201 (stdout has the figures)


def arguments():
    parser = argparse.ArgumentParser("bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="measure", help=f"by default all of: {', '.join(ALL)}")
    parser.add_argument("--base-url", help="a server that runs already; needs --name and BENCH_PASSWORD")
    parser.add_argument("--name", help="user name or address of somebody who may make projects there")
    parser.add_argument("--anywhere", action="store_true", help="let --base-url be another machine: it will be loaded")
    parser.add_argument("--database-url", default="", help="of the server to start: an empty PostgreSQL database")
    parser.add_argument("--threads", default="", help="of the server to start")
    parser.add_argument("--sizes", default="100,1000,5000", help="cards of the boards to load")
    parser.add_argument("--seconds", type=float, default=5, help="that one figure takes at most")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, and nothing else, on stdout")
    given = parser.parse_args()
    if unknown := set(given.measures) - set(ALL):
        parser.error(f"no measure is called {', '.join(sorted(unknown))}")
    if given.base_url and urlsplit(given.base_url).hostname not in LOOPBACK and not given.anywhere:
        parser.error("that server is on another machine: add --anywhere if it is yours to load")
    if given.base_url and not (given.name and os.environ.get("BENCH_PASSWORD")):
        parser.error("give --name, and the password in BENCH_PASSWORD")
    try:
        given.sizes = tuple(sorted(map(int, given.sizes.split(","))))
    except ValueError:
        parser.error("--sizes are whole numbers: 100,1000,5000")
    if set(given.sizes) - {100, 1000, 5000}:
        parser.error("--sizes are among 100, 1000 and 5000")
    return given


async def run(server, given):
    client = await sign_in(server)
    bench = Bench(server, client, given.sizes, given.seconds)
    results = [idle_memory(server)] if server.process else []
    for name in given.measures or ALL:
        say(f"{name} …")
        results += [shown(name, figures) async for figures in ALL[name](bench)]
    client.close()
    return results


def idle_memory(server):
    from bench.figures import Figure

    return shown("memory", [Figure("memory idle, one process", server.memory / 1_000_000, "MB", 150)])


def shown(measure, figures):
    """With the loop as fast as the machine was just then."""
    calibration, load = calibrate(), os.getloadavg()[0]
    say(f"  [{calibration}, load {load:.1f}]")
    figures = [replace(one, slowness=calibration.slowness) for one in figures]
    for figure in figures:
        say(figure.line)
    return {
        "measure": measure,
        "calibration": calibration.as_dict(),
        "load": load,
        "figures": [one.as_dict() for one in figures],
    }


def main():
    given = arguments()
    began = time.time()
    if given.base_url:
        server = nullcontext(Server(given.base_url.rstrip("/"), given.name, os.environ["BENCH_PASSWORD"]))
    else:
        server = started(given.database_url, given.threads)
    with server as chosen:
        if find_spec("uvloop"):
            import uvloop

            results = uvloop.run(run(chosen, given))
        else:
            results = asyncio.run(run(chosen, given))
    if given.json:
        print(json.dumps({"took_s": round(time.time() - began), "results": results}, indent=1))  # noqa: T201
    missed = [one["name"] for result in results for one in result["figures"] if one["holds"] is False]
    say(f"{len(missed)} figures beyond their number" + "".join(f"\n  ✗ {name}" for name in missed))
    return 0


sys.exit(main())
