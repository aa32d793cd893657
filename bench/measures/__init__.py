"""One module per measure: `measure(bench)` answers its figures. `ALL` is the order in which they are taken."""

from bench.measures import api, boards, browser, imports, live, memory, weight, writes

ALL = {
    "weight": weight.measure,
    "boards": boards.measure,
    "writes": writes.measure,
    "api": api.measure,
    "live": live.measure,
    "imports": imports.measure,
    "memory": memory.measure,
    "browser": browser.measure,
}
