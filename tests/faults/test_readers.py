"""A reader in another process, asking without pause while the store is refreshed under it."""

import json
import os
import statistics
import time
from pathlib import Path

from tests.faults.conftest import Stage

SWAPS = 50
"""As faults.md says; each is one refresh."""

GROWTH = 24 * 2**20
"""Bytes of resident memory that a reader may gain from its tenth swap to its last: measured 2–6 MB over
forty swaps of this store, all of it allocator noise; one leaked collection a swap would be 40 MB and more."""


def test_across_fifty_swaps_every_answer_is_whole_and_memory_stays_flat(stage: Stage, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    reader = stage.start("read", stage.store.folder, stop)
    try:
        time.sleep(2)
        refreshing = []
        for edition in range(2, 2 + SWAPS):
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
    assert len(seen["editions"]) > SWAPS // 2
    assert seen["editions"] == sorted(seen["editions"])
    resident = dict(seen["resident"])
    assert resident[max(resident)] - resident[10] < GROWTH
    during = [t for at, t in seen["times"] if any(a <= at <= b for a, b in refreshing)]
    quiet = [t for at, t in seen["times"] if not any(a <= at <= b for a, b in refreshing)]
    report = os.environ.get("FAULT_REPORT")
    if report:
        rows = [
            f"{name}: {len(times)} questions, p50 {statistics.median(times) * 1e3:.1f} ms,"
            f" p99 {statistics.quantiles(times, n=100)[98] * 1e3:.1f} ms"
            for name, times in (("quiet", quiet), ("during a refresh", during))
        ]
        first, last = resident[10] / 1e6, resident[max(resident)] / 1e6
        rows.append(f"memory {first:.0f} MB after 10 generations, {last:.0f} MB after {max(resident)}")
        figures = "\n".join(rows) + "\n"
        Path(report).write_text(figures, encoding="utf-8")
