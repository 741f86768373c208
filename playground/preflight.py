"""What must be true before Qt is imported: Qt ends the process where it could have said a sentence.

`problem()` gives that sentence, or None when a window can open.
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.metadata
import importlib.resources
import importlib.util
import os
import re
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

QT_FROM, QT_BELOW = (6, 11, 3), (6, 12, 0)
QT_REQUIREMENT = "PySide6-Essentials>=6.11.3,<6.12"

# Shared libraries that PySide6's wheels expect of the system, with the Debian package of each.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "xcb": {
        "libxcb.so.1": "libxcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
    },
}


@dataclass(frozen=True)
class Machine:
    """What is asked of the machine, so that a test can answer in its place."""

    platform: str
    environment: Mapping[str, str]
    command: str
    template: str
    has_apt: bool
    qt_version: Callable[[], str | None]
    import_error: Callable[[], str | None]
    plugin_error: Callable[[str], str | None]
    library_loads: Callable[[str], bool]
    screen_answers: Callable[[str, Mapping[str, str]], bool]

    @classmethod
    def here(cls) -> Machine:
        return cls(
            platform=sys.platform,
            environment=os.environ,
            command=_command(),
            template=_template(),
            has_apt=shutil.which("apt-get") is not None,
            qt_version=_qt_version,
            import_error=_import_error,
            plugin_error=_plugin_error,
            library_loads=lambda name: _load_error(name) is None,
            screen_answers=_screen_answers,
        )


def problem(machine: Machine | None = None) -> str | None:
    """The first thing that keeps a window from opening and what to do about it, as one line."""
    machine = machine or Machine.here()
    found = _wrong_version(machine)
    if found is None and machine.platform == "linux" and not _screens(machine.environment):
        found = "There is no screen to open a window on: DISPLAY or WAYLAND_DISPLAY would name one."
    if found is None:
        found = _import_problem(machine)
    if found is None:
        found = _screen_problem(machine)
    return found and f"{found} {_without_a_window(machine)}"


def missing_packages(machine: Machine | None = None) -> tuple[str, ...]:
    """The Debian packages whose libraries Qt lacks, for the screen that is there."""
    machine = machine or Machine.here()
    screens = _screens(machine.environment)
    if machine.platform != "linux" or machine.qt_version() is None or not screens:
        return ()
    wanted = dict(QT_LIBRARIES) if machine.import_error() else {}
    if wanted or all(machine.plugin_error(screen) for screen in screens):
        wanted |= SCREEN_LIBRARIES.get(screens[0], {})
    return _packages(machine, wanted)


def _wrong_version(machine: Machine) -> str | None:
    version = machine.qt_version()
    install = f'python -m pip install "{QT_REQUIREMENT}"'
    if version is None:
        return f"PySide6 is not installed. Run: {install}."
    numbers = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", version)
    found = tuple(int(part or 0) for part in numbers.groups()) if numbers else (0, 0, 0)
    if QT_FROM <= found < QT_BELOW:
        return None
    return f"PySide6 from 6.11.3 and below 6.12 is needed, found {version}. Run: {install}."


def _import_problem(machine: Machine) -> str | None:
    error = machine.import_error()
    if error is None:
        return None
    if machine.platform == "linux":
        if "GLIBC" in error:
            return f"PySide6 needs a newer system, with glibc 2.34 or later: {error}."
        return _missing(machine, QT_LIBRARIES, error)
    return f"PySide6 cannot be loaded: {error}. Install it again with pip."


def _screen_problem(machine: Machine) -> str | None:
    """None as soon as one screen works: Qt tries them all before it gives up."""
    if machine.platform != "linux":
        return None
    first = None
    for screen in _screens(machine.environment):
        found = None
        if screen in SCREEN_LIBRARIES:
            error = machine.plugin_error(screen)
            if error is not None:
                found = _missing(machine, SCREEN_LIBRARIES[screen], error)
            elif not machine.screen_answers(screen, machine.environment):
                name = "DISPLAY" if screen == "xcb" else "WAYLAND_DISPLAY"
                value = machine.environment.get(name, "")
                found = (
                    f"The screen does not answer, {name} is {value!r}: is it running, and yours?"
                )
        if found is None:
            return None
        first = first or found
    return first


def _screens(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The platform plugins Qt will try, in its order: xcb, wayland, or one that needs no screen."""
    x11, wayland = environment.get("DISPLAY"), environment.get("WAYLAND_DISPLAY")
    asked = environment.get("QT_QPA_PLATFORM", "")
    if asked:
        names = [part.partition(":")[0] for part in asked.split(";") if part]
    else:
        names = ["xcb"] * bool(x11) + ["wayland"] * bool(wayland)
        if environment.get("XDG_SESSION_TYPE") == "wayland":
            names.reverse()
    known = ["wayland" if name.startswith("wayland") else name for name in names]
    there = {"xcb": bool(x11), "wayland": bool(wayland)}
    return tuple(name for name in known if there.get(name, True))


def _missing(machine: Machine, libraries: Mapping[str, str], error: str) -> str:
    absent = [name for name in libraries if not machine.library_loads(name)]
    if not absent:
        return f"Qt cannot be loaded: {error}."
    packages = " ".join(_packages(machine, libraries))
    one = len(absent) == 1
    names = f"the system {'library' if one else 'libraries'} {', '.join(absent)}"
    if machine.has_apt:
        return f"Qt needs {names}. Run: sudo apt-get install {packages}."
    return f"Qt needs {names}. Install what your system calls {packages} (Debian's names)."


def _packages(machine: Machine, libraries: Mapping[str, str]) -> tuple[str, ...]:
    absent = (name for name in libraries if not machine.library_loads(name))
    return tuple(dict.fromkeys(libraries[name] for name in absent))


def _without_a_window(machine: Machine) -> str:
    train = f"{machine.command} train {machine.template} --export weights.safetensors"
    return f"To train without a window: {train}"


def _command() -> str:
    """How this installation's command is typed from the current folder."""
    script = Path(sys.executable).with_name("playground")
    on_path = shutil.which("playground")
    if on_path and Path(on_path) == script:
        return "playground"
    return _from_here(script) if script.is_file() else f"{_from_here(sys.executable)} -m playground"


def _template() -> str:
    templates = importlib.resources.files("assets").joinpath("templates", "spiral.playground")
    return _from_here(str(templates))


def _from_here(path: Path | str) -> str:
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else str(path)


def _qt_version() -> str | None:
    try:
        return importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        return None


def _import_error() -> str | None:
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return str(error)
    return None


def _plugin_error(screen: str) -> str | None:
    """Why Qt's plugin for a screen cannot be loaded; Qt itself names xcb-cursor0 whatever it is."""
    package = importlib.util.find_spec("PySide6")
    for folder in (package and package.submodule_search_locations) or ():
        plugin = Path(folder) / "Qt" / "plugins" / "platforms" / f"libq{screen}.so"
        if plugin.is_file():
            return _load_error(str(plugin))
    return None


def _load_error(library: str) -> str | None:
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return None


def _screen_answers(screen: str, environment: Mapping[str, str]) -> bool:
    return _x11_answers() if screen == "xcb" else _wayland_answers(environment)


def _x11_answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    folder = Path(environment.get("XDG_RUNTIME_DIR", ""))
    with socket.socket(socket.AF_UNIX) as display:
        try:
            display.connect(str(folder / environment["WAYLAND_DISPLAY"]))
        except OSError:
            return False
    return True
