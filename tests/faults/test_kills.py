"""kill -9 anywhere: the old generation serves, the next refresh equals a clean build."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Stage
from tests.faults.worker import NEVER, OF_SPARES, PHASES
from vectorstore.chroma.ownership import SPARES

KILLS = int(os.environ.get("FAULT_KILLS", "4"))
"""Kills at random moments: few in `make test`, 50 by `make faults`."""

SWAPPED = {"CURRENT is replaced", "before the old one is collected", "after the swap"}


@pytest.mark.parametrize("phase", PHASES)
def test_killed_at_a_named_phase_the_old_generation_serves_and_the_next_refresh_converges(
    stage: Stage, tmp_path: Path, phase: str
) -> None:
    if phase in NEVER["server" if stage.server else "embedded"]:
        pytest.skip("only a folder's vectors are copied, and only a server is spoken to")
    before = 3 if phase in OF_SPARES else 1
    for edition in range(2, before + 1):
        stage.print_edition(edition)
        stage.refresh()
    old, new = f"第{before}", f"第{before + 1}"
    stage.print_edition(before + 1)
    killed = stage.start_refresh(phase)
    said = killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL, said
    assert stage.edition() in ({old, new} if phase in SWAPPED else {old})
    assert stage.equals_a_clean_build(tmp_path / "clean")
    assert stage.edition() == new


def test_interrupted_by_ctrl_c_nothing_is_changed_and_nothing_left(stage: Stage) -> None:
    live = stage.store.current()
    stage.print_edition(2)
    interrupted = stage.start_refresh("the vectors are written", str(int(signal.SIGINT)))
    interrupted.communicate(timeout=60)
    assert interrupted.returncode != 0
    assert stage.store.current() == live
    assert [path.name for path in (stage.store.folder / "generations").iterdir()] == [live]
    assert len(stage.collections()) <= 1 + SPARES
    assert stage.edition() == "第1"


def test_killed_at_random_moments_the_old_generation_serves_and_the_next_refresh_converges(
    stage: Stage, tmp_path: Path
) -> None:
    stage.print_edition(2)
    began = time.monotonic()
    whole = stage.start_refresh()
    started = _until_it_writes(whole)
    whole.communicate(timeout=120)
    before, after = started - began, time.monotonic() - started
    chance = random.Random(20230519)
    in_time = number = 0
    while in_time < KILLS:
        edition = 3 + number
        stage.print_edition(edition)
        before_it_writes = number % 6 == 5  # at most a sixth
        killed = stage.start_refresh()
        if before_it_writes:
            time.sleep(chance.uniform(0.5, 1) * before)
        else:
            _until_it_writes(killed)
            time.sleep(chance.uniform(0, after))
        killed.kill()
        killed.communicate()
        number += 1
        if killed.returncode == -signal.SIGKILL:
            in_time += 1
        else:  # the machine is faster now than when the whole one was timed
            after *= 0.9
        assert stage.edition() in {f"第{edition - 1}", f"第{edition}"}
        assert stage.equals_a_clean_build(tmp_path / f"clean{number}")
        assert stage.edition() == f"第{edition}"
        assert number < 3 * KILLS, "most kills came too late to hit anything"


def _until_it_writes(process: subprocess.Popen[str]) -> float:
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n", process.communicate()
    return time.monotonic()
