"""Where everything is put together: the application, its window, and an orderly end.

Qt is imported inside the functions, so that `run` can say in one line why it cannot start.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playground import preflight

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from playground.window.main_window import MainWindow


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; `argv` is without the program's name."""
    problem = preflight.problem()
    if problem is not None:
        print(problem, file=sys.stderr)
        return 1
    from PySide6.QtCore import QEvent

    from playground.training.session import still_at_work

    app, window = build(argv)
    window.show()
    with closed_by_ctrl_c(window):
        code = app.exec()
    if still_at_work():  # everything has been written: closing does not wait for a large table
        os._exit(code)
    window.deleteLater()
    app.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    return code


def build(argv: Sequence[str]) -> tuple[QApplication, MainWindow]:
    """The application and its window, not yet shown; an existing QApplication is used."""
    import threadpoolctl
    from PySide6.QtWidgets import QApplication

    from playground.window.main_window import MainWindow

    # Window and worker share one interpreter: a click waits half a millisecond for its turn.
    sys.setswitchinterval(0.0005)
    threadpoolctl.threadpool_limits(limits=1, user_api="blas")  # for the same digits every time
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["playground", *argv])
    app.setApplicationName("perceptron-playground")
    app.setApplicationDisplayName("Perceptron Playground")
    app.setDesktopFileName("perceptron-playground")
    return app, MainWindow(Path(argv[0]) if argv else None)


@contextmanager
def closed_by_ctrl_c(window: MainWindow) -> Iterator[None]:
    """Ctrl-C in the terminal closes the window as its own button does.

    Python handles a signal between two of its own instructions, and Qt's event loop runs none:
    the signal's byte on a socket wakes it.
    """
    from PySide6.QtCore import QSocketNotifier

    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    wake = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    wake.activated.connect(lambda: reader.recv(4096))
    handler = signal.signal(signal.SIGINT, lambda *_: window.close())
    descriptor = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(descriptor)
        signal.signal(signal.SIGINT, handler)
        wake.setEnabled(False)
        reader.close()
        writer.close()
