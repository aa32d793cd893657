"""An export of 60 MB is imported in under 400 MB of memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.exchange.trello_files import CARD, DONE, a_board, a_card, a_comment, a_list, oid

ROOT = Path(__file__).parents[2]
MEASURED = """
import re, sys
from pathlib import Path
from projets.operations.cli import main
code = main(["import", "trello", sys.argv[1], "--json"])
# Not getrusage(), which counts what the process was that started this one
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
sys.stderr.write(str(int(peak[1]) // 1024))
sys.exit(code)
"""
SIZE = 60 * 2**20


def test_sixty_megabytes(tmp_path):
    path, count = tmp_path / "large.json", 0
    frame = json.dumps(
        a_board(lists=[a_list(), a_list(id=DONE)], cards=[], actions=[a_comment(n) for n in range(1000)])
    )
    head, tail = frame.split('"cards": []')
    with path.open("w", encoding="utf-8") as file:
        file.write(head + '"cards": [')
        while file.tell() < SIZE:
            attachment = {
                "id": oid(200_000 + count),
                "url": f"https://exemple.fr/{count}",
                "previews": [{"url": "x" * 60}] * 8,
            }
            card = a_card(id=oid(10_000 + count), desc="é" * 1000, pos=count, attachments=[attachment])
            file.write("," * bool(count) + json.dumps(card | {"id": CARD} if not count else card, ensure_ascii=False))
            count += 1
        file.write("]" + tail)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", MEASURED, str(path)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PROJETS_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["imported"]["cards"] == count
    assert int(done.stderr) < 400
