"""What the canvas costs: a frame of [8, 8, 8] by its parts, and how evenly time ticks while one
pans over very large networks.

    python tests/benchmarks/canvas.py [--seconds 4] [--json]

Budgets: 88 links at most 7 ms of processor time a frame; at least 60 ticks a second while panning.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from engine.activations import Sigmoid, Tanh
from engine.checks import check
from engine.data import Spiral
from engine.design import Design
from engine.layers import Dense
from engine.trainer import Trainer
from playground.canvas.canvas import Canvas
from playground.training.looking import Grid, run_of, take_snapshot
from playground.training.snapshot import TILES
from playground.window.appearance import appearance

SMALL = {"88 links": (8, 8), "[8, 8, 8]": (8, 8, 8)}
LARGE = {"30 layers of 128": (128,) * 30, "one of 4096": (8, 4096, 8)}
SIZE = (832, 768)
PAN = 24.0  # px a tick


def canvas_of(units: tuple[int, ...]) -> Canvas:
    """A canvas that shows a network of that many tanh units after a few steps."""
    hidden = tuple(Dense(units=count, activation=Tanh()) for count in units)
    output = Dense(id="output", units=1, activation=Sigmoid())
    design = Design(data=Spiral(), layers=(*hidden, output))
    trainer = Trainer(design)
    for _ in range(3):
        trainer.step()
    run = run_of(1, trainer)
    grid = Grid.over(run.prepared, run.domain, trainer.network.dtype)
    canvas = Canvas()
    canvas.resize(*SIZE)
    canvas.set_designing(False)
    canvas.show_design(design, check(design))
    canvas.show()
    canvas.start(run)
    canvas.present(take_snapshot(trainer, 1, grid, frozenset({TILES})))
    QApplication.processEvents()
    return canvas


def cost(work: Callable[[], object], rounds: int = 40) -> float:
    """Milliseconds of processor time, the least of many: other programs only ever add."""
    least = float("inf")
    for _ in range(rounds):
        start = process_time()
        work()
        least = min(least, process_time() - start)
    return round(1000 * least, 2)


def parts(name: str, units: tuple[int, ...]) -> dict[str, Any]:
    """A frame by its parts: everything, with its lines kept, the maps, and the lines alone."""
    canvas = canvas_of(units)
    sheet = QPixmap(canvas.size())

    def frame() -> None:
        canvas.render(sheet)

    def anew() -> None:
        canvas.redraw_links()
        canvas.render(sheet)

    row = {
        "network": name,
        "links": sum(len(linked.weights) for linked in canvas.live.links.values()),
        "frame_ms": cost(frame),
        "maps_ms": cost(canvas.redraw_tiles),
        "frame_with_lines_ms": cost(anew),
    }
    row["lines_ms"] = round(row["frame_with_lines_ms"] - row["frame_ms"], 2)
    canvas.close()
    return row


def panning(name: str, units: tuple[int, ...], scale: float, seconds: float) -> dict[str, Any]:
    """How often a timer of the interface ticks while every tick pans."""
    canvas = canvas_of(units)
    canvas.zoom_by(scale / canvas.zoom.scale, QPointF(0, 0))
    ticks: list[float] = []
    step = -PAN

    def tick() -> None:
        nonlocal step
        ticks.append(perf_counter())
        before = canvas.offset.x()
        canvas.pan_by(step, 0)
        if canvas.offset.x() == before:
            step = -step

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(15)
    timer.timeout.connect(tick)
    timer.start()
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    start = process_time()
    loop.exec()
    used = process_time() - start
    timer.stop()
    canvas.close()
    gaps = 1000 * np.diff(ticks)
    return {
        "network": name,
        "zoom": round(canvas.zoom.scale, 2),
        "ticks_per_second": round(len(ticks) / seconds, 1),
        "gap_p50_ms": round(statistics.median(gaps), 2),
        "gap_p99_ms": round(float(np.percentile(gaps, 99)), 2),
        "processor_ms_per_tick": round(1000 * used / len(ticks), 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    application = QApplication([])
    appearance().set_font_size(13)
    frames = [parts(name, units) for name, units in SMALL.items()]
    pans = [
        panning(name, units, scale, options.seconds)
        for name, units in LARGE.items()
        for scale in (0.3, 0.8)
    ]
    application.processEvents()
    if options.json:
        print(json.dumps({"frames": frames, "panning": pans}))
        return 0
    for row in [*frames, *pans]:
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
