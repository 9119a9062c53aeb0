"""A reader in another process, asking without pause while the store is refreshed under it."""

import json
import os
import statistics
import time
from pathlib import Path

from tests.faults.conftest import Stage

SWAPS = 50
"""As faults.md says; each is one refresh."""

SWAPS_OF_A_SERVER = 50 if "FAULT_REPORT" in os.environ else 20
"""A reader of a server keeps no index: fewer of them in `make test`, as many by `make faults`."""

GROWTH = 16 * 2**20
"""Bytes of resident memory that a reader may gain over the last two fifths of its swaps. The allocator's
arenas fill over the first twenty or so (60 openings of 2,500 vectors: 58, 105, 124, 132, 133 MB at every
fifteenth); collections that were never let go would go on growing."""


def test_across_many_swaps_every_answer_is_whole_and_memory_stays_flat(stage: Stage, tmp_path: Path) -> None:
    swaps = SWAPS_OF_A_SERVER if stage.server else SWAPS
    stop = tmp_path / "stop"
    reader = stage.start("read", stage.store.folder, stop)
    try:
        time.sleep(2)
        refreshing = []
        for edition in range(2, 2 + swaps):
            stage.print_edition(edition)
            began = time.time()
            stage.refresh()
            refreshing.append((began, time.time()))
        time.sleep(1)
    finally:
        stop.touch()
        out, err = reader.communicate(timeout=60)
    seen = json.loads(out)
    assert seen["wrong"] == [], err
    # A swap that is over before the reader's next question is rightly never seen.
    assert len(seen["editions"]) > swaps // 2
    assert seen["editions"] == sorted(seen["editions"])
    resident = dict(seen["resident"])
    settled = len(resident) * 3 // 5
    assert resident[max(resident)] - resident[settled] < GROWTH
    during = [t for at, t in seen["times"] if any(a <= at <= b for a, b in refreshing)]
    quiet = [t for at, t in seen["times"] if not any(a <= at <= b for a, b in refreshing)]
    report = os.environ.get("FAULT_REPORT")
    if report:
        rows = [
            f"{name}: {len(times)} questions, p50 {statistics.median(times) * 1e3:.1f} ms,"
            f" p99 {statistics.quantiles(times, n=100)[98] * 1e3:.1f} ms"
            for name, times in (("quiet", quiet), ("during a refresh", during))
        ]
        rows[0] = f"vectors in a {'server' if stage.server else 'folder'}: {rows[0]}"
        first, last = resident[settled] / 1e6, resident[max(resident)] / 1e6
        rows.append(f"memory {first:.0f} MB after {settled} generations, {last:.0f} MB after {max(resident)}")
        figures = "\n".join(rows) + "\n"
        with Path(report).open("a", encoding="utf-8") as file:
            file.write(figures)
