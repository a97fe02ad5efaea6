"""A release is whole or not there: whatever stops the writing, and whoever else writes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from local_response.evidence import writing
from local_response.evidence.adding import Outcome, add_files
from local_response.evidence.places import releases_folder
from local_response.evidence.store import Store, open_store
from local_response.model.errors import SourceFormatError, StoreBusyError, StoreError, UnknownAreaError
from local_response.sources.table import SourceTable

FORCE = "nrm.referrals.made_by_force"
WEST_YORKSHIRE = "E23000010"
Make = Callable[..., SourceTable]

# West Yorkshire, April to June 2022 and July to September 2023, as published.
EARLIER = [("West Yorkshire Police", "2022-Q2", 49), ("K02000001", "2022-Q2", 950)]
LATER = [("West Yorkshire Police", "2023-Q3", 63), ("K02000001", "2023-Q3", 970)]


def added(home: Path, name: str, *tables: SourceTable, wait_seconds: float = 1.0) -> list[Outcome]:
    """Add tables as if they were read from one file with that name."""
    path = home.parent / name
    path.write_text(f"stands for {name}", encoding="utf-8")
    outcomes, _ = add_files([path], lambda _: tables, (), releases_folder(home), wait_seconds=wait_seconds)
    return outcomes


def state(home: Path) -> tuple[list[str], float | None]:
    """Ids of the releases, and the figure of West Yorkshire in the earlier one."""
    store = open_store(home, pack=None)
    assert not [found.damage for found in store.verify() if found.damage]
    return [release.id for release in store.releases()], store.figure(FORCE, WEST_YORKSHIRE, "2022-Q2").value


@pytest.fixture
def home(tmp_path: Path, source_table: Make) -> Path:
    """A home with one release in it."""
    added(tmp_path / "home", "earlier.csv", source_table(EARLIER))
    return tmp_path / "home"


STEPS = ("mkdir", "write_observations", "sha256_of", "write_text", "_to_disk", "rename")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_fails_at_any_step_leaves_the_store_as_it_was(
    home: Path, source_table: Make, monkeypatch: pytest.MonkeyPatch, step: str, fault: int
) -> None:
    before = state(home)

    def failing(*_: object, **__: object) -> None:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as patched:
        patched.setattr(writing if hasattr(writing, step) else Path, step, failing)
        with pytest.raises((StoreError, OSError)) as caught:
            add_files([home.parent / "earlier.csv"], lambda _: [source_table(LATER)], (), releases_folder(home))
    assert isinstance(caught.value, StoreError)
    assert str(releases_folder(home)) in str(caught.value)
    assert {errno.ENOSPC: "free some space", errno.EROFS: "LOCAL_RESPONSE_HOME"}[fault] in str(caught.value)
    assert state(home) == before
    assert not list(releases_folder(home).glob(".*"))


def test_a_database_that_cannot_write_is_told_with_place_and_remedy(home: Path, tmp_path: Path) -> None:
    # A limit on file size makes the write itself fail, as a full disk does.
    program = (
        textwrap.dedent("""
        import resource, signal, sys
        from pathlib import Path
        import numpy as np
        from local_response.evidence.adding import add_files
        from local_response.sources.table import Labels, Origin, SourceTable
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        rows = 20_000
        def one(word): return Labels((word,), np.zeros(rows, np.int32))
        table = SourceTable("nrm.police_responders", "responders", 1, Origin("t", "p"), one("%s"), one("K02000001"),
            one("2023-Q3"), {}, np.random.default_rng(1).random(rows), np.zeros(rows, np.int8), one("s"),
            np.arange(rows, dtype=np.int32), np.ones(rows, np.int32))
        from dataclasses import replace
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        path = Path(sys.argv[1]); path.write_text("x")
        nationality = Labels(tuple(map(str, range(rows))), np.arange(rows, dtype=np.int32))
        try:
            table = replace(table, dimensions={"nationality": nationality})
            add_files([path], lambda _: [table], (), Path(sys.argv[2]))
        except Exception as fault:
            print(type(fault).__name__, fault)
    """)
        % FORCE
    )
    before = state(home)
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "big.csv"), str(releases_folder(home))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith("StoreError"), run.stdout + run.stderr
    assert "(File too large). Nothing was added" in run.stdout
    assert "free some space" in run.stdout
    assert state(home) == before


def test_a_process_killed_at_any_moment_leaves_every_earlier_release_whole(tmp_path: Path, source_table: Make) -> None:
    home = tmp_path / "home"
    added(home, "earlier.csv", source_table(EARLIER))
    first = state(home)
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        import numpy as np
        from local_response.evidence.adding import add_files
        from local_response.evidence.store import open_store
        from local_response.sources.table import Labels, Origin, SourceTable
        rows = 2000
        home, folder = Path(sys.argv[1]), Path(sys.argv[2])
        def one(word): return Labels((word,), np.zeros(rows, np.int32))
        nationality = Labels(tuple(map(str, range(rows))), np.arange(rows, dtype=np.int32))
        print("ready", flush=True)
        for number in range(1000):
            path = folder / f"{number}.csv"
            path.write_text(str(number))
            table = SourceTable("nrm.police_responders", "responders", 1, Origin("t", "p"),
                one("nrm.referrals.made_by_force"), one("LR-BTP"), one("2021-Q1"), {"nationality": nationality},
                np.ones(rows), np.zeros(rows, np.int8), one("s"), np.arange(rows, dtype=np.int32),
                np.ones(rows, np.int32))
            add_files([path], lambda _: [table], (), home / "evidence" / "releases")
    """)
    for moment in range(8):
        work = tmp_path / f"work_{moment}"
        work.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(home), str(work)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.15 + 0.013 * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        store = open_store(home, pack=None)
        assert not store.damaged
        assert not [found.damage for found in store.verify() if found.damage]
        assert first[0][0] in [release.id for release in store.releases()]
        assert store.figure(FORCE, WEST_YORKSHIRE, "2022-Q2").value == 49
    added(home, "later.csv", source_table(LATER))
    assert open_store(home, pack=None).figure(FORCE, WEST_YORKSHIRE, "2023-Q3").value == 63
    assert not list(releases_folder(home).glob(".*")), "what a killed process left is cleared by the next add"


def test_a_second_process_is_told_that_the_store_is_busy(home: Path, source_table: Make) -> None:
    program = (
        "import sys, time; from pathlib import Path; from local_response.evidence.writing import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(releases_folder(home))],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    before = state(home)
    with pytest.raises(StoreBusyError, match="another process is adding"):
        added(home, "later.csv", source_table(LATER), wait_seconds=0.2)
    assert state(home) == before
    holder.communicate("")
    assert [outcome.status for outcome in added(home, "later.csv", source_table(LATER))] == ["added"]


def test_two_processes_that_add_the_same_file_at_once_add_it_once(home: Path, tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        import numpy as np
        from local_response.evidence.adding import add_files
        from local_response.sources.table import Labels, Origin, SourceTable
        def one(word): return Labels((word,), np.zeros(1, np.int32))
        table = SourceTable("nrm.police_responders", "responders", 1, Origin("t", "p"),
            one("nrm.referrals.made_by_force"), one("Wiltshire"), one("2023-Q3"), {}, np.array([16.0]),
            np.zeros(1, np.int8), one("s"), np.ones(1, np.int32), np.ones(1, np.int32))
        (outcome,), _ = add_files([Path(sys.argv[1])], lambda _: [table], (), Path(sys.argv[2]), wait_seconds=20)
        print(outcome.status)
    """)
    path = tmp_path / "same.csv"
    path.write_text("same", encoding="utf-8")
    command = [sys.executable, "-c", program, str(path), str(releases_folder(home))]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(process.communicate()[0] for process in both) == ["added\n", "unchanged\n"]
    assert len(state(home)[0]) == 2


def test_files_that_were_named_before_the_disk_failed_are_taken_back(
    home: Path, source_table: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rename, named = state(home), Path.rename, []

    def failing(path: Path, target: Path) -> Path:
        if path.name.startswith(writing.HALF_WRITTEN) and named:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        named.append(path)
        return rename(path, target)

    paths = [home.parent / "one.csv", home.parent / "two.csv"]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(StoreError, match="Nothing was added"):
        add_files(paths, lambda _: [source_table(LATER)], (), releases_folder(home))
    monkeypatch.undo()
    assert len(named) == 2, "the first was named, and its name taken back"
    assert state(home) == before


def test_the_same_file_twice_changes_nothing(home: Path, source_table: Make) -> None:
    before = {path: path.stat().st_mtime_ns for path in releases_folder(home).rglob("*")}
    outcomes = added(home, "earlier.csv", source_table(EARLIER))
    assert [outcome.status for outcome in outcomes] == ["unchanged"]
    assert {path: path.stat().st_mtime_ns for path in releases_folder(home).rglob("*")} == before


def test_one_file_at_fault_among_many_keeps_all_of_them_out(home: Path, source_table: Make) -> None:
    before = state(home)
    good, unknown, wrong = (home.parent / name for name in ("good.csv", "unknown.csv", "wrong.csv"))
    for path in (good, unknown, wrong):
        path.write_text(path.name, encoding="utf-8")

    def read(path: Path) -> list[SourceTable]:
        if path == wrong:
            raise SourceFormatError("wrong.csv: no reader knows this file.")
        return [source_table(LATER if path == good else [("Wiltshre Police", "2023-Q3", 16), ("Essx", "2023-Q3", 1)])]

    with pytest.raises(UnknownAreaError) as caught:
        add_files([good, unknown, wrong], read, (), releases_folder(home))
    told = str(caught.value)
    assert "2 files cannot be added" in told
    assert "'Wiltshre Police' (Nearest: Wiltshire" in told
    assert "'Essx'" in told
    assert "no reader knows" in told
    assert state(home) == before


def test_a_new_store_needs_no_folder_until_something_is_added(tmp_path: Path) -> None:
    store: Store = open_store(tmp_path / "nowhere", pack=None)
    assert store.releases() == []
    assert store.figure(FORCE, WEST_YORKSHIRE, "2023-Q3").status == "missing"
    assert not (tmp_path / "nowhere").exists()


def test_a_home_that_is_a_file_is_told_with_its_place(tmp_path: Path, source_table: Make) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="home"):
        added(tmp_path / "home", "later.csv", source_table(LATER))


@pytest.mark.parametrize("name", ["it's here", "[work] *", "a?b", "dépôt"])
def test_a_home_may_have_any_name(tmp_path: Path, source_table: Make, name: str) -> None:
    home = tmp_path / name / "home"
    home.parent.mkdir()
    added(home, "earlier.csv", source_table(EARLIER))
    assert state(home)[1] == 49


def test_what_a_later_pack_brings_is_not_counted_twice(home: Path, source_table: Make) -> None:
    release, _ = state(home)
    store = open_store(home, pack=releases_folder(home))
    assert [found.id for found in store.releases()] == release
    assert store.figure(FORCE, WEST_YORKSHIRE, "2022-Q2").value == 49
