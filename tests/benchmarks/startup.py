"""How long it takes from the command to a window that can be seen, and to a first boundary in it.

    python tests/benchmarks/startup.py [--rounds 7] [--json]

Each round starts the program anew. Python keeps the modules that it has compiled, as it does
wherever it may write beside them: only the very first start compiles, and is told apart. Budgets on
two cores: window 1 s, first boundary 2 s.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from playground.app import build

class Watch(QObject):
    window_seen = boundary_seen = 0.0
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.window_seen:
            self.window_seen = time.time()
        return False

app, window = build([])
watch = Watch()
window.installEventFilter(watch)
def look():
    snapshot = window.session.snapshot
    if snapshot is not None and snapshot.boundary is not None and not watch.boundary_seen:
        app.processEvents()
        watch.boundary_seen = time.time()
        print(watch.window_seen, watch.boundary_seen)
        window.close()
timer = QTimer()
timer.timeout.connect(look)
timer.start(4)
window.show()
sys.exit(app.exec())
"""


def once(compiled: str) -> tuple[float, float]:
    """Seconds to the painted window and to the painted boundary of one start, whose compiled
    modules are kept in a folder."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment |= {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=60,
    )
    window, boundary = map(float, done.stdout.split())
    return window - start, boundary - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as compiled:
        first = once(compiled)
        times = [once(compiled) for _ in range(options.rounds)]
    rows = []
    names, budgets = ("window", "first boundary"), (1.0, 2.0)
    for name, budget, ever, seconds in zip(
        names, budgets, first, zip(*times, strict=True), strict=True
    ):
        rows.append(
            {
                "name": name,
                "median_s": round(statistics.median(seconds), 3),
                "longest_s": round(max(seconds), 3),
                "first_ever_s": round(ever, 3),
                "budget_s": budget,
            }
        )
    if options.json:
        print(json.dumps({"rows": rows}))
        return 0
    for row in rows:
        print(
            f"{row['name']:15} {row['median_s']:.2f} s (longest {row['longest_s']:.2f}, the very "
            f"first {row['first_ever_s']:.2f}), budget {row['budget_s']:.0f} s"
        )
    return 0


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    sys.exit(main())
