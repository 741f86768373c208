"""A save leaves the old file or the new one, never half of each."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from engine.errors import FormatError
from engine.files import read_limited, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def failing(*_: Any, **__: Any) -> Any:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["fsync", "replace", "fdopen", "chmod"])
def test_a_save_that_fails_keeps_the_old_file_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.playground"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, step, failing)
        with pytest.raises(
            FormatError, match=r"a\.playground: could not be written: No space left"
        ):
            write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.playground"]


def test_what_is_written_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def noted_replace(source: str, target: Path) -> None:
        assert Path(source).parent == target.parent
        done.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_atomically(tmp_path / "a", b"new")
    assert done == ["file", "rename", "folder"]
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_folder_that_cannot_be_opened_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def no_folders(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", no_folders)
        write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_replaced_file_keeps_its_permissions_and_a_new_one_gets_the_usual(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "b", b"new")
    assert (tmp_path / "b").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("name", ["x" * 250, "字" * 83, "🙂" * 62, "a b", ".hidden"])
def test_any_name_the_disk_allows_can_be_saved_under(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, b"new")
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("name", ["missing/a", "a\0b", "x" * 300])
def test_where_nothing_can_be_written_one_line_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError, match="could not be written: ") as refused:
        write_atomically(tmp_path / name, b"new")
    assert "\n" not in str(refused.value)


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_limited(path, 5) == b"12345"
    with pytest.raises(FormatError, match="expected at most"):
        read_limited(path, 4)


def test_saving_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "real", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
