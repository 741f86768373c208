"""How live the window is: interface ticks a second, the gaps between them, and training beside the
same training without a window, in turn in one run.

    python tests/benchmarks/live.py [--seconds 2] [--rounds 9] [--json]

A round is short and compared with the training without a window just before and just after it: a
shared machine may be twice as fast a few seconds later.

Budgets, for [8, 8, 8] with canvas, boundary and curves: at least 60 ticks a second, 99 of 100
gaps at most 25 ms, at least 65 % of the headless rate.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from threadpoolctl import threadpool_limits

from engine.activations import ReLU, Sigmoid, Tanh
from engine.data import Spiral
from engine.design import Design, Training
from engine.layers import Dense
from engine.optimizers import Adam
from engine.trainer import Trainer
from playground.app import build
from playground.window.main_window import MainWindow

NETWORKS = ((8, 8, 8), (64, 64, 64), (256, 256, 256))
VIEWS = ("canvas", "boundary", "curves")


def design(units: tuple[int, ...]) -> Design:
    """A spiral of 500 points for that many tanh (small) or ReLU units, batches of 10, Adam."""
    bend = Tanh() if max(units) <= 8 else ReLU()
    hidden = tuple(Dense(units=count, activation=bend) for count in units)
    return Design(
        name="Live",
        data=Spiral(samples=500),
        layers=(*hidden, Dense(id="output", units=1, activation=Sigmoid())),
        training=Training(optimizer=Adam(learning_rate=0.001), batch_size=10, epochs=1_000_000),
    )


def seen(window: MainWindow) -> float:
    """Training rows seen so far, as the last snapshot tells."""
    snapshot, run = window.session.snapshot, window.session.run
    if snapshot is None or run is None:
        return 0.0
    return snapshot.progress * len(run.prepared.y_train)


def spin(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def live(window: MainWindow, seconds: float) -> dict[str, Any]:
    """Tick times, rows a second and snapshot cost of a window that trains."""
    ticks: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(16)
    timer.timeout.connect(lambda: ticks.append(perf_counter()))
    window.session.toggle()
    spin(0.5)
    costs: list[float] = []

    def note_cost(_: object) -> None:
        costs.append(window.session.snapshot_seconds)

    window.session.snapshot_taken.connect(note_cost)
    timer.start()
    start, before = perf_counter(), seen(window)
    spin(seconds)
    elapsed, rows = perf_counter() - start, seen(window) - before
    timer.stop()
    window.session.snapshot_taken.disconnect(note_cost)
    window.session.toggle()
    spin(0.1)
    return {
        "gaps": np.diff(ticks),
        "ticks": len(ticks) / elapsed,
        "rate": rows / elapsed,
        "costs": costs,
    }


def headless(wanted: Design, seconds: float) -> float:
    """Rows a second of the same training without a window."""
    trainer = Trainer(wanted)
    end = perf_counter() + 0.3
    trainer.advance(lambda: perf_counter() >= end)
    start, before = perf_counter(), trainer.epoch * trainer.rows + trainer.position
    end = start + seconds
    trainer.advance(lambda: perf_counter() >= end)
    return (trainer.epoch * trainer.rows + trainer.position - before) / (perf_counter() - start)


def measure(
    window: MainWindow, units: tuple[int, ...], seconds: float, rounds: int
) -> dict[str, Any]:
    """One row of the report: rounds of live and headless training in turn."""
    wanted = design(units)
    window.document.new(wanted)
    spin(0.5)
    lives, alone = [], [headless(wanted, seconds / 3)]
    for _ in range(rounds):
        lives.append(live(window, seconds))
        alone.append(headless(wanted, seconds / 3))
    gaps = 1000 * np.concatenate([one["gaps"] for one in lives])
    beside = [(before + after) / 2 for before, after in pairwise(alone)]
    ratios = [one["rate"] / rate for one, rate in zip(lives, beside, strict=True)]
    return {
        "network": list(units),
        "views": list(VIEWS),
        "ticks_per_second": round(statistics.median(one["ticks"] for one in lives), 1),
        "gap_p50_ms": round(float(np.percentile(gaps, 50)), 2),
        "gap_p99_ms": round(float(np.percentile(gaps, 99)), 2),
        "gap_max_ms": round(float(gaps.max()), 2),
        "live_samples_per_second": round(statistics.median(one["rate"] for one in lives)),
        "headless_samples_per_second": round(statistics.median(alone)),
        "ratio": round(statistics.median(ratios), 3),
        "snapshot_ms": round(1000 * statistics.median(c for one in lives for c in one["costs"]), 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    threadpool_limits(1, "blas")
    _, window = build([])
    window.resize(1440, 900)
    window.show()
    spin(1.5)
    window.session.limit(None)
    rows = [measure(window, units, options.seconds, options.rounds) for units in NETWORKS]
    window.close()
    if options.json:
        print(json.dumps({"rows": rows}))
        return 0
    for row in rows:
        print(
            f"{row['network']!s:17} {row['ticks_per_second']:5.1f} ticks/s   gaps "
            f"{row['gap_p50_ms']:5.1f} / {row['gap_p99_ms']:5.1f} / {row['gap_max_ms']:5.1f} ms "
            f"(median, p99, longest)   {row['live_samples_per_second']:>9,} of "
            f"{row['headless_samples_per_second']:>9,} samples/s = {row['ratio']:.0%}   "
            f"snapshot {row['snapshot_ms']:.2f} ms"
        )
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main())
