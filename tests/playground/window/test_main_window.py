"""The window, from launch to exported weights, through its real actions and dialogs."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.data import Blobs, Circle, Curve, Spiral
from engine.design import Design
from engine.designfile import load, save
from engine.formats import Checkpoint
from engine.layers import Dense, Dropout
from engine.optimizers import SGD, Adam
from playground import templates
from playground.cli import main
from playground.training.snapshot import BOUNDARY, CURVES
from playground.widgets.button import Button
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import Press, answer_file_dialog, begin_with

replace = msgspec.structs.replace


def reach(window: MainWindow, state: str, qtbot: QtBot, timeout: int = 30_000) -> None:
    qtbot.waitUntil(lambda: window.session.state == state, timeout=timeout)


def headless_sha(design: Design, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `playground train` says of the same design."""
    save(design, folder / "same.playground")
    capsys.readouterr()
    assert main(["train", str(folder / "same.playground"), "--json", "--quiet"]) == 0
    return str(json.loads(capsys.readouterr().out)["weights_sha256"])


def short(design: Design, epochs: int) -> Design:
    return replace(design, training=replace(design.training, epochs=epochs))


def with_rate(design: Design, rate: float) -> Design:
    optimizer = replace(design.training.optimizer, learning_rate=rate)
    return replace(design, training=replace(design.training, optimizer=optimizer))


def button(window: MainWindow, words: str) -> Button:
    """The button of the notice that says this."""
    assert window.notices.card is not None
    (found,) = [b for b in window.notices.card.buttons if words in b.text()]
    return found


def test_run_learns_the_spiral_and_the_weights_leave_through_the_menu(
    window: MainWindow,
    press: Press,
    qtbot: QtBot,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert window.session.state == "idle"
    press("train.run")
    reach(window, "finished", qtbot)
    snapshot = window.session.snapshot
    assert snapshot is not None and snapshot.report.validation is not None
    assert (snapshot.report.validation.accuracy or 0) >= 0.97
    path = tmp_path / "w.safetensors"
    answer_file_dialog(str(path))
    with qtbot.waitSignal(window.filing._exporter.exported, timeout=30_000):
        press("file.export")
    sha = headless_sha(window.document.design, tmp_path, capsys)
    assert Checkpoint.read(path).weights_sha256 == sha


def test_pauses_and_steps_in_between_give_the_same_weights(
    window: MainWindow,
    press: Press,
    qtbot: QtBot,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    window.document.push(short(window.document.design, 12))
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    for action, state in (
        ("train.step_batch", "paused"),
        ("train.step_epoch", "paused"),
        ("train.step_batch", "paused"),
    ):
        steps = window.session.snapshot.step if window.session.snapshot else 0
        press(action)
        qtbot.waitUntil(
            lambda steps=steps: (
                bool(window.session.snapshot)  # type: ignore[misc]
                and window.session.snapshot.step > steps
            )
        )
        reach(window, state, qtbot)
    window.session.limit(150.0)
    press("train.run")
    reach(window, "running", qtbot)
    press("train.run")
    reach(window, "paused", qtbot)
    window.session.limit(None)
    press("train.run")
    reach(window, "finished", qtbot)
    checkpoint = window.session.checkpoint()
    assert checkpoint is not None
    assert checkpoint.weights_sha256 == headless_sha(window.document.design, tmp_path, capsys)


@pytest.mark.parametrize("suffix", [".safetensors", ".npz", ".onnx", ".torch.py", ".numpy.py"])
def test_every_format_can_be_chosen_in_the_dialog(
    window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"w{suffix}"
    answer_file_dialog(str(path))
    with qtbot.waitSignal(window.filing._exporter.exported, timeout=60_000):
        press("file.export")
    assert path.stat().st_size > 0
    qtbot.waitUntil(lambda: "Exported" in window.status.message)


def test_save_and_open_bring_the_same_design_back(
    window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    design = with_rate(replace(window.document.design, name="Mine"), 0.03)
    window.document.push(design)
    assert window.document.dirty and window.isWindowModified()
    path = tmp_path / "mine.playground"
    answer_file_dialog(str(path))
    press("file.save")
    assert load(path) == design
    assert not window.document.dirty and not window.isWindowModified()
    window.document.push(with_rate(design, 0.1))
    press("file.save")
    assert load(path) == window.document.design
    begin_with(window, "spiral")
    assert window.document.design == templates.read("spiral")
    answer_file_dialog(str(path))
    press("file.open")
    assert window.document.design == with_rate(design, 0.1)
    qtbot.waitUntil(lambda: window.session.snapshot is not None)


def test_a_failed_save_keeps_the_work_and_the_mark(
    window: MainWindow, press: Press, tmp_path: Path
) -> None:
    window.document.push(with_rate(window.document.design, 0.03))
    window.filing._save(tmp_path / "gone" / "mine.playground")
    assert window.document.dirty
    assert window.notices.card is not None
    assert "Your work is still open." in window.notices.card.accessibleDescription()


def test_a_checkpoint_opens_with_its_weights_and_resets_to_the_first_ones(
    window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "w.safetensors"
    assert window.session.snapshot is not None
    first = window.session.snapshot.parameters.copy()
    spiral = templates.read("spiral")
    save(short(spiral, 3), tmp_path / "d.playground")
    assert main(["train", str(tmp_path / "d.playground"), "--quiet", "--export", str(path)]) == 0
    window.filing.open(path)
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    checkpoint = window.session.checkpoint()
    assert checkpoint is not None
    assert checkpoint.weights_sha256 == Checkpoint.read(path).weights_sha256
    press("train.reset")
    qtbot.waitUntil(
        lambda: (
            window.session.snapshot is not None
            and np.array_equal(window.session.snapshot.parameters, first)
        )
    )


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b'{"format": "perceptron-playground", "version": 99}']
)
@pytest.mark.parametrize("suffix", [".playground", ".safetensors"])
def test_a_bad_file_changes_nothing_but_the_message(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, content: bytes, suffix: str
) -> None:
    path = tmp_path / f"bad{suffix}"
    path.write_bytes(content)
    before = (window.document.design, window.document.path, window.session.snapshot)
    window.filing.open(path)
    assert (window.document.design, window.document.path, window.session.snapshot) == before
    assert window.notices.card is not None
    assert f"{path.name} is damaged or not a " in window.notices.card.title or (
        "by a newer" in window.notices.card.title
    )
    assert window.notices.card.accessibleDescription().startswith("Spiral is still open. ")
    assert str(tmp_path) not in window.notices.card.accessibleDescription()
    assert window.notices.card.toolTip() == str(path)
    window.filing.open(tmp_path / "gone.playground")
    assert (window.document.design, window.document.path, window.session.snapshot) == before


def test_divergence_is_a_card_whose_fix_runs_again(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    design = window.document.design
    training = replace(design.training, optimizer=SGD(learning_rate=1000.0), epochs=20)
    wild = Design(
        name="Wild",
        data=Curve(samples=100),
        layers=(Dense(units=8), Dense(id="output", units=1)),
        training=replace(training, loss=templates.read("curve").training.loss),
    )
    window.document.push(wild)
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    press("train.run")
    reach(window, "diverged", qtbot)
    assert window.notices.isVisibleTo(window)
    assert "diverged" in window.status.message
    button(window, "run again").click()
    reach(window, "finished", qtbot)
    assert window.document.design.training.optimizer.learning_rate < 1
    assert window.notices.card is None


def test_an_unsound_design_cannot_run_and_says_why(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    sound = window.document.design
    window.document.push(replace(sound, data=Blobs(classes=3)))
    assert not window.actions_by_id["train.run"].isEnabled()
    assert "3 classes" in window.status.message
    window.document.push(sound)
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    assert window.actions_by_id["train.run"].isEnabled()


def test_a_new_learning_rate_goes_live_and_is_marked(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.document.push(short(window.document.design, 1_000_000))
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    press("train.run")
    qtbot.waitUntil(lambda: bool(window.session.snapshot) and window.session.snapshot.epoch > 3)
    window.toolbar.rate_edited.emit(0.003)
    qtbot.waitUntil(lambda: bool(window.session.snapshot and window.session.snapshot.marks))
    assert window.session.state == "running"
    assert window.session.snapshot is not None and window.session.snapshot.epoch > 3
    press("train.run")
    reach(window, "paused", qtbot)


def test_a_new_seed_draws_other_data_and_weights(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    assert window.session.run is not None and window.session.snapshot is not None
    rows, first = window.session.run.prepared.raw_train, window.session.snapshot.parameters
    press("train.new_seed")
    qtbot.waitUntil(lambda: window.session.run is not None and window.session.snapshot is not None)
    assert window.document.design.seed == 1
    assert not np.array_equal(window.session.run.prepared.raw_train, rows)
    assert not np.array_equal(window.session.snapshot.parameters, first)


def test_what_no_visible_view_wants_is_not_computed(window: MainWindow, qtbot: QtBot) -> None:
    stage = window.stage
    assert stage is not None
    assert stage.wants() == {BOUNDARY, CURVES}
    stage.boundary.hide()
    qtbot.waitUntil(
        lambda: window.session.snapshot is not None and window.session.snapshot.boundary is None
    )
    stage.boundary.show()
    qtbot.waitUntil(
        lambda: window.session.snapshot is not None and window.session.snapshot.boundary is not None
    )


def test_the_theme_changes_and_is_remembered(window: MainWindow, press: Press) -> None:
    before = window.look.theme.name
    dark_before = window.grab().toImage().pixelColor(3, 200).lightness()
    press("view.theme")
    assert window.look.theme.name != before
    dark_after = window.grab().toImage().pixelColor(3, 200).lightness()
    assert abs(dark_after - dark_before) > 100
    press("view.theme")
    assert window.look.theme.name == before


def test_five_hundred_random_operations_leave_no_error(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    chance = random.Random(3)
    failures: list[str] = []
    window.session.run_failed.connect(lambda sentence, _: failures.append(sentence))
    spiral = short(templates.read("spiral"), 1_000_000)
    designs = [
        spiral,
        replace(spiral, data=Circle(samples=80)),
        replace(spiral, data=Blobs(samples=90, classes=3)),  # unsound: one unit, three classes
        replace(spiral, layers=()),
        replace(spiral, layers=(Dense(units=3), Dropout(), *spiral.layers[1:])),
        short(templates.read("blobs"), 3),
        short(templates.read("curve"), 1_000_000),
    ]
    edits = [
        lambda d: with_rate(d, chance.choice([0.001, 0.01, 30.0])),
        lambda d: replace(
            d, training=replace(d.training, batch_size=chance.choice([None, 1, 7, 64]))
        ),
        lambda d: replace(d, training=replace(d.training, optimizer=Adam())),
        lambda d: replace(d, seed=chance.randrange(9)),
        lambda d: replace(d, data=Spiral(samples=60, noise=chance.random() / 2)),
    ]
    actions = ["train.run"] * 3 + ["train.step_batch", "train.step_epoch", "train.reset"]
    for step in range(500):
        kind = chance.randrange(10)
        if kind < 6:
            action = window.actions_by_id[chance.choice(actions)]
            action.trigger()
        elif kind < 8:
            window.document.push(chance.choice(edits)(window.document.design))
        elif kind == 8:
            window.document.push(chance.choice(designs))
        else:
            window.document.new(chance.choice(designs))
        if step % 7 == 0:
            qtbot.wait(chance.randrange(12))
    window.document.new(short(templates.read("spiral"), 2))
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    press("train.run")
    reach(window, "finished", qtbot)
    assert failures == []


CLOSING = """
import sys
from PySide6.QtCore import QTimer
from playground import app, preflight
import playground.window.main_window as main_window

def close_soon(window):
    def look():
        snapshot = window.session.snapshot
        if snapshot is None or window.stage is None:
            QTimer.singleShot(20, look)
        elif window.session.state == "idle":
            window.session.limit(None)
            window.session.toggle()
            QTimer.singleShot(20, look)
        elif snapshot.epoch > 1:
            print("training", flush=True)
            window.close()
        else:
            QTimer.singleShot(20, look)
    look()

class Window(main_window.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        close_soon(self)

main_window.MainWindow = Window
sys.exit(app.run(sys.argv[1:]))
"""


def test_closing_while_training_ends_the_process_with_exit_code_0(tmp_path: Path) -> None:
    endless = short(templates.read("spiral"), 1_000_000)
    save(endless, tmp_path / "endless.playground")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", CLOSING, str(tmp_path / "endless.playground")],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )
    assert done.stdout == "training\n"
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_a_design_that_cannot_be_trained_shows_no_loss_until_it_can(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press("train.step_epoch")
    reach(window, "paused", qtbot)
    loss = window.canvas.live.loss
    assert loss == loss
    window.canvas.select(("output",))
    window.gestures.step_units(2)
    assert window.session.blocked
    assert window.canvas.live.loss != window.canvas.live.loss
    press("edit.undo")
    qtbot.waitUntil(lambda: window.canvas.live.loss == loss)


def test_another_document_begins_without_the_neurons_of_the_last(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "none.playground"
    save(replace(window.document.design, layers=()), path)
    window.filing.open(path)
    assert window.session.blocked
    assert window.canvas.live.snapshot is None
