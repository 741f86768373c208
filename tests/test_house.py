"""The house keeps its promises: its own checks can fail, and its rooms are the ones it declares."""

from __future__ import annotations

import os
import subprocess
import threading
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

from tests.conftest import threads_left

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def in_a_house_like_this(pytester: pytest.Pytester, test: str) -> pytest.RunResult:
    """One test of the window, run under our configuration and fixtures in a process of its own."""
    for path in ("pyproject.toml", "tests/conftest.py", "tests/playground/conftest.py"):
        copy = pytester.path / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((ROOT / path).read_text(encoding="utf-8"), encoding="utf-8")
    for folder in ("tests", "tests/playground"):
        (pytester.path / folder / "__init__.py").touch()
    (pytester.path / "tests/playground/test_one.py").write_text(test, encoding="utf-8")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider")


def test_a_running_thread_is_seen_and_one_that_ends_is_not() -> None:
    before = set(threading.enumerate())
    stop = threading.Event()
    threading.Thread(target=stop.wait, name="forgotten").start()
    assert threads_left(before, patience=0.0) == ["forgotten"]
    stop.set()
    assert threads_left(before) == []


@pytest.mark.parametrize(
    ("test", "complaint"),
    [
        (
            """
            import threading
            def test_forgets_a_thread():
                threading.Thread(target=threading.Event().wait, daemon=True, name="lost").start()
            """,
            "*threads left running: lost*",
        ),
        (
            """
            from PySide6.QtCore import QTimer
            kept = []
            def test_forgets_a_timer():
                timer = QTimer(objectName="lost")
                timer.start(60_000)
                kept.append(timer)
            """,
            "*left behind: QTimer('lost')*",
        ),
        (
            """
            from PySide6.QtCore import QThread
            kept = []
            def test_forgets_a_thread_of_qt():
                thread = QThread(objectName="lost")
                thread.start()
                kept.append(thread)
            """,
            "*left behind: QThread('lost')*",
        ),
        (
            """
            from PySide6.QtWidgets import QWidget
            kept = []
            def test_forgets_a_window():
                kept.append(QWidget(objectName="lost"))
            """,
            "*left behind: QWidget('lost')*",
        ),
    ],
    ids=["thread", "timer", "Qt thread", "window"],
)
def test_a_test_that_leaves_something_behind_fails(
    pytester: pytest.Pytester, test: str, complaint: str
) -> None:
    ran = in_a_house_like_this(pytester, dedent(test))
    ran.assert_outcomes(passed=1, errors=1)
    ran.stdout.fnmatch_lines([complaint])


@pytest.mark.parametrize(
    ("test", "complaint"),
    [
        (
            """
            import warnings
            def test_warns():
                warnings.warn("old")
            """,
            "*UserWarning: old*",
        ),
        (
            """
            from PySide6.QtCore import qWarning
            def test_lets_qt_warn():
                qWarning("odd")
            """,
            "*QtWarningMsg: odd*",
        ),
        (
            """
            import pytest
            @pytest.mark.unheard_of
            def test_marked():
                pass
            """,
            "*'unheard_of' not found in `markers`*",
        ),
    ],
    ids=["warning of Python", "warning of Qt", "unknown mark"],
)
def test_warnings_and_unknown_marks_fail(
    pytester: pytest.Pytester, test: str, complaint: str
) -> None:
    ran = in_a_house_like_this(pytester, dedent(test))
    assert ran.ret != 0
    ran.stdout.fnmatch_lines([complaint])


def test_a_test_that_cleans_up_passes_and_touches_nothing_of_ours(
    pytester: pytest.Pytester,
) -> None:
    test = """
    from PySide6.QtCore import QSettings, QStandardPaths, QThread, QTimer
    from PySide6.QtWidgets import QWidget
    def test_cleans_up(qtbot, own_folders):
        window, timer, thread = QWidget(), QTimer(), QThread()
        qtbot.addWidget(window)
        window.show()
        timer.start(60_000)
        thread.start()
        timer.stop()
        thread.quit()
        assert thread.wait(5000)
        settings = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "someone", "something"
        )
        settings.setValue("a", 1)
        settings.sync()
        assert settings.fileName().startswith(str(own_folders))
        for place in ("AppConfigLocation", "AppDataLocation", "CacheLocation"):
            folder = QStandardPaths.writableLocation(getattr(QStandardPaths, place))
            assert folder.startswith(str(own_folders))
    """
    in_a_house_like_this(pytester, dedent(test)).assert_outcomes(passed=1)


def test_parity_tests_are_collected_only_by_name(pytester: pytest.Pytester) -> None:
    (pytester.path / "tests/parity").mkdir(parents=True)
    (pytester.path / "tests/parity/__init__.py").touch()
    (pytester.path / "tests/parity/test_other.py").write_text("def test_other(): pass\n")
    in_a_house_like_this(pytester, "def test_ours(): pass\n").assert_outcomes(passed=1)
    pytester.runpytest_subprocess("tests/parity/test_other.py::test_other").assert_outcomes(
        passed=1
    )


def test_rooms_that_must_not_know_each_other_are_under_contract() -> None:
    rooms = [f"playground.{room}" for room in ("canvas", "inspector", "views")
             if (ROOT / "playground" / room / "__init__.py").is_file()]  # fmt: skip
    apart = [
        set(contract["modules"])
        for contract in PROJECT["tool"]["importlinter"]["contracts"]
        if contract["type"] == "independence"
    ]
    assert len(rooms) < 2 or set(rooms) in apart


def test_every_make_command_is_in_its_help() -> None:
    help_text = subprocess.run(
        ["make", "-s", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[1] for line in help_text.splitlines()} == {
        "run", "test", "check", "bench", "parity", "clean", "help"
    }  # fmt: skip


def test_a_python_that_does_not_fit_is_refused_in_one_line(tmp_path: Path) -> None:
    install = subprocess.run(
        [str(ROOT / ".ci" / "install"), str(tmp_path / "venv")],
        env={"PATH": os.defpath, "PYTHON": "false"},
        capture_output=True,
        text=True,
    )
    assert install.returncode == 1
    assert install.stderr.startswith("PYTHON=false is not Python 3.11 or newer")
    assert install.stderr.count("\n") == 1
    assert not (tmp_path / "venv").exists()
