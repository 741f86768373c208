"""A window that cannot open says so in one line that names the cause and the way out."""

from __future__ import annotations

import dataclasses
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playground import preflight
from playground.preflight import Machine

TRAIN = (
    "To train without a window: .venv/bin/playground train assets/templates/spiral.playground "
    "--export weights.safetensors"
)


def machine(*, missing: tuple[str, ...] = (), **answers: Any) -> Machine:
    """A Debian machine with an X11 screen where everything is in order, but for what is given."""
    missing_here = [name for name in preflight.QT_LIBRARIES if name in missing]
    failed = f"{missing_here[0]}: cannot open shared object file" if missing_here else None

    def plugin_error(screen: str) -> str | None:
        absent = [name for name in preflight.SCREEN_LIBRARIES.get(screen, ()) if name in missing]
        return f"{absent[0]}: cannot open shared object file" if absent else None

    fine = Machine(
        platform="linux",
        environment={"DISPLAY": ":0"},
        command=".venv/bin/playground",
        template="assets/templates/spiral.playground",
        has_apt=True,
        qt_version=lambda: "6.11.3",
        import_error=lambda: failed,
        plugin_error=plugin_error,
        library_loads=lambda name: name not in missing,
        screen_answers=lambda screen, environment: True,
    )
    return dataclasses.replace(fine, **answers)


def test_nothing_is_said_where_a_window_can_open() -> None:
    assert preflight.problem(machine()) is None
    assert preflight.missing_packages(machine()) == ()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (machine(environment={}), ["no screen", "DISPLAY"]),
        (machine(environment={"QT_QPA_PLATFORM": "xcb"}), ["no screen"]),
        (machine(screen_answers=lambda *_: False), ["does not answer", "DISPLAY is ':0'"]),
        (machine(missing=("libEGL.so.1",)), ["libEGL.so.1", "sudo apt-get install libegl1."]),
        (
            machine(missing=("libxcb-cursor.so.0", "libxcb-icccm.so.4")),
            ["libxcb-cursor.so.0, libxcb-icccm.so.4", "install libxcb-cursor0 libxcb-icccm4."],
        ),
        (machine(missing=("libGL.so.1",), has_apt=False), ["what your system calls libgl1"]),
        (machine(import_error=lambda: "bad ELF header"), ["Qt cannot be loaded", "bad ELF header"]),
        (machine(import_error=lambda: "`GLIBC_2.34' not found"), ["glibc 2.34"]),
        (machine(platform="darwin", import_error=lambda: "no suitable image"), ["no suitable"]),
        (machine(qt_version=lambda: None), ["not installed", "pip install"]),
        (machine(qt_version=lambda: "6.12.0"), ["6.12.0", "below 6.12", "pip install"]),
        (machine(qt_version=lambda: "6.11.2"), ["6.11.2", "from 6.11.3"]),
        (machine(qt_version=lambda: "6.12.0a1"), ["6.12.0a1"]),
        (machine(qt_version=lambda: "5.15"), ["5.15"]),
        (machine(qt_version=lambda: "nightly"), ["nightly"]),
    ],
)
def test_one_line_names_the_cause_and_how_to_train_without_a_window(
    broken: Machine, words: list[str]
) -> None:
    line = preflight.problem(broken)
    assert line is not None
    assert "\n" not in line
    assert line.endswith(TRAIN)
    for word in words:
        assert word in line


@pytest.mark.parametrize("version", ["6.11.3", "6.11.4", "6.11.3.1"])
def test_pinned_qt_versions_are_accepted(version: str) -> None:
    assert preflight.problem(machine(qt_version=lambda: version)) is None


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:port=5901", "linuxfb"])
def test_a_platform_without_a_screen_needs_none(platform: str) -> None:
    headless = machine(
        environment={"QT_QPA_PLATFORM": platform},
        missing=tuple(preflight.SCREEN_LIBRARIES["xcb"]),
        screen_answers=lambda *_: False,
    )
    assert preflight.problem(headless) is None
    assert preflight.missing_packages(headless) == ()


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_have_their_screen(platform: str) -> None:
    assert preflight.problem(machine(platform=platform, environment={})) is None
    assert preflight.missing_packages(machine(platform=platform, environment={})) == ()


def test_one_screen_that_works_is_enough() -> None:
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}
    no_x11 = machine(environment=both, missing=("libxcb-icccm.so.4",))
    no_wayland = machine(environment=both, screen_answers=lambda screen, _: screen == "xcb")
    neither = machine(environment=both, screen_answers=lambda *_: False)
    assert preflight.problem(no_x11) is None
    assert preflight.missing_packages(no_x11) == ()
    assert preflight.problem(no_wayland) is None
    assert "WAYLAND_DISPLAY is 'wayland-0'" in (preflight.problem(neither) or "")


def test_missing_packages_are_named_once_each() -> None:
    bare = machine(missing=("libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-shape.so.0"))
    assert preflight.missing_packages(bare) == ("libglib2.0-0", "libxcb-shape0")


def test_nothing_is_installed_for_a_screen_that_is_not_there() -> None:
    bare = machine(environment={}, missing=("libEGL.so.1", "libxcb-shape.so.0"))
    assert preflight.missing_packages(bare) == ()


def test_a_wayland_screen_answers_while_it_listens(tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-7"}
    assert not preflight._screen_answers("wayland", environment)
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-7"))
        compositor.listen()
        assert preflight._screen_answers("wayland", environment)


def test_an_x11_screen_that_is_not_there_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not preflight._screen_answers("xcb", {})


def test_this_machine_can_open_the_windows_of_the_tests() -> None:
    assert preflight.problem() is None
    assert preflight.missing_packages() == ()


def test_preflight_itself_imports_no_qt() -> None:
    look = "import sys, playground.preflight; print(sorted(m for m in sys.modules if 'Side' in m))"
    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert seen.stdout == "[]\n"


def test_a_library_that_does_not_exist_is_reported_with_its_name() -> None:
    assert "libnothing.so.0" in (preflight._load_error("libnothing.so.0") or "")
    assert preflight._load_error("libc.so.6") is None
