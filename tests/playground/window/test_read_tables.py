"""What only the rows of a table bring to light: it is found before anything is trained, it stays
known while the design cannot be trained, and what was learned waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from engine.activations import Sigmoid
from engine.data import Csv
from engine.design import Design
from engine.layers import Dense
from engine.losses import BinaryCrossEntropy
from engine.optimizers import Adam
from playground.tables import for_table
from playground.window import limits
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import Press

CLASSES = "abcd"


def rows(classes: int, count: int = 60) -> str:
    """A table of two numbers, a price and a kind of so many classes."""
    lines = [f"{n % 10},{n % 7},{n * 1.5},{CLASSES[n % classes]}\n" for n in range(count)]
    return "bill,mass,price,kind\n" + "".join(lines)


def table(folder: Path, classes: int = 3) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "birds.csv"
    path.write_text(rows(classes))
    return path


def with_output(design: Design, **fields: Any) -> Design:
    return replace(design, layers=(*design.layers[:-1], replace(design.layers[-1], **fields)))


def with_rate(design: Design, rate: float) -> Design:
    return replace(design, training=replace(design.training, optimizer=Adam(learning_rate=rate)))


def errors(window: MainWindow) -> list[str]:
    return [each.message for each in window.problems if each.severity == "error"]


def blocked(window: MainWindow) -> bool:
    return bool(window.session.blocked) and not window.actions_by_id["train.run"].isEnabled()


def until_read(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.snapshot is not None or blocked(window))


def weights(window: MainWindow) -> dict[str, Any]:
    checkpoint = window.session.checkpoint()
    assert checkpoint is not None
    return dict(checkpoint.tensors)


@pytest.fixture
def learned(window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A table of three classes, trained for an epoch."""
    path = table(tmp_path)
    window.document.new(for_table(path, "kind", tmp_path), tmp_path)
    until_read(window, qtbot)
    press("train.step_epoch")
    qtbot.waitUntil(lambda: window.session.state == "paused")
    return window


def test_a_tables_error_stands_whatever_else_is_edited_and_the_weights_wait(
    learned: MainWindow, qtbot: QtBot
) -> None:
    before, document = weights(learned), learned.document
    document.push(with_output(document.design, units=4), merge="")
    assert errors(learned) == ["Output has 4 units, but the data has 3 classes."]
    assert blocked(learned)
    document.push(with_rate(document.design, 0.003), merge="")
    assert errors(learned) == ["Output has 4 units, but the data has 3 classes."]
    assert blocked(learned) and learned.session.state == "idle"
    document.undo()
    document.undo()
    assert learned.session.state == "paused" and not learned.session.blocked
    for name, tensor in weights(learned).items():
        np.testing.assert_array_equal(tensor, before[name])


def test_an_error_that_is_mended_goes_on_from_the_weights_that_waited(
    learned: MainWindow, qtbot: QtBot
) -> None:
    document, session = learned.document, learned.session
    document.push(with_output(document.design, units=4), merge="")
    document.push(with_rate(document.design, 0.003), merge="")
    document.push(with_output(document.design, units=3), merge="")
    qtbot.waitUntil(
        lambda: session.snapshot is not None and session.snapshot.design == document.design
    )
    assert session.state == "paused" and session.snapshot is not None
    assert session.snapshot.epoch == 1


def misfit(design: Design) -> Design:
    return with_output(design, units=4)


def of_classes(design: Design) -> Design:
    """A loss that compares classes, for a price."""
    assert isinstance(design.data, Csv)
    output = Dense(id="output", units=1, activation=Sigmoid())
    return replace(
        design,
        data=replace(design.data, target="price", columns=None, task="regression"),
        layers=(*design.layers[:-1], output),
        training=replace(design.training, loss=BinaryCrossEntropy()),
    )


@pytest.mark.parametrize(
    ("change", "most", "words"),
    [
        (misfit, limits.MOST_PARAMETERS, "Output has 4 units, but the data has 3 classes."),
        (of_classes, limits.MOST_PARAMETERS, "compares classes"),
        (lambda design: design, 50, "The network has 115 parameters"),
    ],
    ids=["units", "loss", "size"],
)
def test_what_is_found_when_a_table_has_been_read_is_never_trained(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Any,
    most: int,
    words: str,
) -> None:
    monkeypatch.setattr(limits, "MOST_PARAMETERS", most)
    runs: list[object] = []
    design = change(for_table(table(tmp_path), "kind", tmp_path))
    window.session.run_started.connect(runs.append)
    window.document.new(design, tmp_path)
    assert not errors(window)  # nothing is known yet
    qtbot.waitUntil(lambda: blocked(window))
    (error,) = errors(window)
    assert words in error and window.status.message == error
    assert window.session.run is None and not runs
    assert window.notices.card is None


def test_the_fix_of_what_was_found_starts_the_design(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    design = misfit(for_table(table(tmp_path), "kind", tmp_path))
    window.document.new(design, tmp_path)
    qtbot.waitUntil(lambda: blocked(window))
    fix = window.problems[0].fix
    assert fix is not None
    window.document.push(fix.apply(window.document.design), merge="")
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    assert not blocked(window)


def test_a_table_of_the_same_name_elsewhere_is_another_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for classes in (3, 4):
        folder = tmp_path / str(classes)
        design = for_table(table(folder, classes), "kind", folder)
        window.document.new(replace(design, name="birds"), folder)
        until_read(window, qtbot)
        assert not errors(window)
        run = window.session.run
        assert run is not None and len(run.prepared.classes) == classes


def test_a_table_that_was_corrected_is_read_again(
    window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path)
    window.document.new(for_table(path, "kind", tmp_path), tmp_path)
    until_read(window, qtbot)
    path.write_text(rows(3, count=90))
    press("train.reset")
    until_read(window, qtbot)
    run = window.session.run
    assert run is not None
    assert len(run.prepared.y_train) + len(run.prepared.y_validation) == 90
    path.write_text(rows(4, count=90))
    window.document.new(for_table(path, "kind", tmp_path), tmp_path)
    assert not errors(window)
    until_read(window, qtbot)
    run = window.session.run
    assert run is not None and len(run.prepared.classes) == 4


@pytest.mark.parametrize("path", ["four.csv", "gone.csv"])
def test_another_table_that_is_no_good_takes_no_weights_away(
    learned: MainWindow, qtbot: QtBot, tmp_path: Path, path: str
) -> None:
    (tmp_path / "four.csv").write_text(rows(4))
    before, document, session = weights(learned), learned.document, learned.session
    design = document.design
    document.push(replace(design, data=replace(design.data, path=path)), merge="")
    qtbot.waitUntil(lambda: blocked(learned) or session.state == "failed")
    assert blocked(learned) == (path == "four.csv")
    document.undo()
    for name, tensor in weights(learned).items():
        np.testing.assert_array_equal(tensor, before[name])


def test_undo_of_a_refused_weight_goes_no_circles(learned: MainWindow, qtbot: QtBot) -> None:
    document, session = learned.document, learned.session

    def weight() -> float:
        return float(weights(learned)["hidden.weight"][0, 0])

    first = weight()
    learned.weight_edits.set("hidden", "weight", (0, 0), 1.0)
    qtbot.waitUntil(lambda: weight() == 1.0)
    hidden = replace(document.design.layers[0], units=17)
    document.push(replace(document.design, layers=(hidden, *document.design.layers[1:])), merge="")
    assert session.choice is not None
    learned.weight_edits.set("hidden", "weight", (0, 0), 2.0)
    assert learned.status.message == "Choose first whether the weights are kept."
    document.undo()
    document.undo()
    qtbot.waitUntil(lambda: weight() == first)
    assert document.redo_words.startswith("set ") and not document.undo_words
    document.redo()
    qtbot.waitUntil(lambda: weight() == 1.0)
    document.undo()
    qtbot.waitUntil(lambda: weight() == first)


def test_weights_that_wait_are_exported(learned: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    before = weights(learned)
    learned.document.push(with_output(learned.document.design, units=4), merge="")
    assert blocked(learned)
    learned.filing.export(tmp_path / "birds.npz")
    qtbot.waitUntil(lambda: learned.status.message.startswith("Exported birds.npz."))
    with np.load(tmp_path / "birds.npz") as exported:
        kept = [name for name in exported.files if name.endswith("hidden.weight")]
        np.testing.assert_array_equal(exported[kept[0]], before["hidden.weight"])
