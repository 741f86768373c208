"""The last files are one menu away, also when some of them are gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.document.recent import RecentMenu, recent, remember
from playground.window.settings import settings


@pytest.fixture
def menu(qtbot: QtBot) -> RecentMenu:
    made = RecentMenu()
    qtbot.addWidget(made)
    return made


def test_the_last_ten_the_newest_first_each_once(tmp_path: Path) -> None:
    assert recent() == []
    for number in range(12):
        remember(tmp_path / f"{number}.playground")
    remember(tmp_path / "5.playground")
    assert [path.stem for path in recent()] == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]


def test_a_relative_path_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    remember(Path("a, b & c.playground"))
    assert recent() == [tmp_path / "a, b & c.playground"]


@pytest.mark.parametrize("kept", ["", "{", "3", '["", 4, null]'])
def test_settings_that_somebody_spoilt_are_an_empty_list(kept: str) -> None:
    settings().setValue("recent", kept)
    assert recent() == []


def test_the_menu_opens_what_is_there_and_shows_what_is_gone(
    menu: RecentMenu, tmp_path: Path
) -> None:
    menu.aboutToShow.emit()
    (none,) = menu.actions()
    assert not none.isEnabled()
    there, gone = tmp_path / "a & b.playground", tmp_path / "gone.playground"
    there.touch()
    remember(gone)
    remember(there)
    menu.aboutToShow.emit()
    first, second, _, clear = menu.actions()
    assert (first.text(), first.isEnabled()) == ("&1 a && b.playground", True)
    assert (second.text(), second.isEnabled()) == ("&2 gone.playground, missing", False)
    chosen: list[Path] = []
    menu.chosen.connect(chosen.append)
    first.trigger()
    assert chosen == [there]
    clear.trigger()
    assert recent() == []


def test_a_file_out_of_reach_is_as_good_as_gone(menu: RecentMenu, tmp_path: Path) -> None:
    remember(tmp_path / f"{'long' * 75}.playground")  # the system raises when it is asked for it
    menu.aboutToShow.emit()
    first = menu.actions()[0]
    assert first.text().endswith(", missing") and not first.isEnabled()


def test_the_window_does_not_wait_for_the_disks_of_its_recent_files(
    qtbot: QtBot, tmp_path: Path
) -> None:
    remember(tmp_path / "gone.playground")
    made = RecentMenu()
    qtbot.addWidget(made)
    assert made.actions() == []
