"""Ctrl-C ends training well: what was trained so far is written and reported."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.formats import Checkpoint
from playground.commands.interruption import Interruption
from tests.commands.conftest import Write


def test_ctrl_c_ends_training_with_what_was_trained(write: Write, tmp_path: Path) -> None:
    design = write(training__epochs=1_000_000)
    options = ["--json", "--state", "--export", "w.safetensors", "--history", "h.csv"]
    with subprocess.Popen(
        [sys.executable, "-m", "playground", "train", design, *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stderr.readline().startswith("epoch 1 of 1,000,000: ")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    report = json.loads(out)
    assert report["stopped"] == "interrupted"
    assert 1 <= report["epochs"] < 1_000_000
    assert err.startswith("Interrupted in epoch ")
    assert err.count("\n") == 1
    assert Checkpoint.read(tmp_path / "w.safetensors").weights_sha256 == report["weights_sha256"]
    assert len((tmp_path / "h.csv").read_text().splitlines()) == report["epochs"] + 1
    resumed = subprocess.run(
        [sys.executable, "-m", "playground", "train", design, "--json", "--quiet",
         "--resume", "w.safetensors", "--epochs", str(report["epochs"] + 2)],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert json.loads(resumed.stdout)["epochs"] == report["epochs"] + 2
    straight = subprocess.run(
        [sys.executable, "-m", "playground", "train", design, "--json", "--quiet",
         "--epochs", str(report["epochs"] + 2)],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    found, expected = json.loads(resumed.stdout), json.loads(straight.stdout)
    assert found["weights_sha256"] == expected["weights_sha256"]


def test_the_first_ctrl_c_is_noted_and_the_second_aborts() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Interruption() as interruption:
        signal.raise_signal(signal.SIGINT)
        assert interruption.asked
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_may_train_too() -> None:
    asked = []

    def train() -> None:
        with Interruption() as interruption:
            asked.append(interruption.asked)

    thread = threading.Thread(target=train)
    thread.start()
    thread.join()
    assert asked == [False]
