"""A window closes at once, whatever its worker is in the middle of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.designfile import save
from playground import tables, templates

BUSY = """
import sys
import time
from PySide6.QtCore import QTimer
from engine.trainer import Trainer
from playground import app
from playground.training import reading
import playground.window.main_window as main_window

begun = []

def endless(*_):
    begun.append(True)
    time.sleep(3600)

what, path = sys.argv[1:]
if what == "read":
    reading.prepare_data = endless
else:
    Trainer._batch = endless

class Window(main_window.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        self.watching = QTimer(self, interval=20)
        self.watching.timeout.connect(self.watch)
        self.watching.start()

    def watch(self):
        if begun:
            print("busy", flush=True)
            self.watching.stop()
            self.close()
        elif what == "train" and self.session.snapshot is not None:
            self.session.step_batch()

main_window.MainWindow = Window
sys.exit(app.run([path]))
"""


@pytest.mark.parametrize("what", ["read", "train"])
def test_closing_ends_the_process_with_exit_code_0_in_the_middle_of_something_long(
    tmp_path: Path, what: str
) -> None:
    table = tmp_path / "birds.csv"
    table.write_text("a,b,kind\n" + "".join(f"{n % 10},{n % 7},{n % 2}\n" for n in range(60)))
    design = templates.read("spiral")
    if what == "read":
        design = tables.for_table(table, "kind", tmp_path)
    path = tmp_path / "mine.playground"
    save(design, path)
    done = subprocess.run(
        [sys.executable, "-c", BUSY, what, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout == "busy\n", done.stderr
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "QThread" not in done.stderr
