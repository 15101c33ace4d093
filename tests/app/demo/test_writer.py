import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.demo import SYSTEMS, is_current, write_demo
from app.demo.stamp import DIGEST, STAMP, digest_of
from graph.errors import UsageError


def test_what_is_written_is_what_the_committed_digest_says(demo):
    # After a wanted change: put the new digest into app/demo/stamp.py, which makes folders of old versions stale.
    assert demo.digest == DIGEST
    assert digest_of(demo.folder) == DIGEST


def test_another_process_with_other_hashes_zone_and_locale_writes_the_same_bytes(demo, tmp_path):
    other = tmp_path / "other"
    script = "import sys, pathlib, app.demo; print(app.demo.write_demo(pathlib.Path(sys.argv[1])).digest)"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(other)], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == demo.digest
    mine = {path.relative_to(demo.folder): path.read_bytes() for path in demo.folder.rglob("*") if path.is_file()}
    assert {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()} == mine


def test_each_mapping_stands_beside_its_files(demo):
    assert [path.stem for path in demo.mappings] == list(SYSTEMS)
    assert all(path.parent == demo.folder / path.stem for path in demo.mappings)
    assert all(path.is_file() for path in (*demo.mappings, demo.truth))


def test_the_licence_travels_with_the_copy(demo):
    assert "Microsoft Public License" in (demo.folder / "LICENSE").read_text(encoding="utf-8")
    assert "Ms-PL" in (demo.folder / "README.md").read_text(encoding="utf-8")


def test_a_current_folder_is_left_alone(demo):
    before = {path: path.stat().st_mtime_ns for path in demo.folder.rglob("*")}
    assert is_current(demo.folder)
    assert write_demo(demo.folder) == demo
    assert {path: path.stat().st_mtime_ns for path in demo.folder.rglob("*")} == before


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "crm" / "customers.csv").write_text("customer_id\n"),
        lambda folder: (folder / "crm" / "customers.csv").unlink(),
        lambda folder: (folder / "crm" / "more.csv").write_text("id\n"),
        lambda folder: (folder / STAMP).write_text('{"version": "1", "digest": "1"}'),
        lambda folder: (folder / STAMP).write_text("["),
    ],
)
def test_a_folder_that_is_not_current_is_written_anew_as_a_whole(demo, tmp_path, harm):
    folder = shutil.copytree(demo.folder, tmp_path / "demo")
    harm(folder)
    assert not is_current(folder)
    assert write_demo(folder).digest == demo.digest
    assert is_current(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_an_empty_folder_is_taken(tmp_path):
    assert is_current(write_demo(tmp_path).folder)


def test_what_is_not_the_demos_is_never_touched(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="not the demo's"):
        write_demo(tmp_path)
    with pytest.raises(UsageError, match="not the demo's"):
        write_demo(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert not is_current(tmp_path)


def test_nothing_is_left_behind_when_writing_fails(demo, tmp_path, monkeypatch):
    folder = shutil.copytree(demo.folder, tmp_path / "demo")
    (folder / STAMP).write_text("{}")
    before = digest_of(folder)

    def full(self: Path, content: bytes) -> int:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_demo(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    assert digest_of(folder) == before


def test_two_that_write_at_once_both_end_well(demo, tmp_path):
    script = "import sys, pathlib, app.demo; print(app.demo.write_demo(pathlib.Path(sys.argv[1])).digest)"
    command = [sys.executable, "-c", script, str(tmp_path / "demo")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0].strip() for process in both] == [demo.digest] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
