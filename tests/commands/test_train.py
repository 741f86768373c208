"""`train` says exactly what it did, does the same again, and goes on where it left off."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import FormatError
from engine.formats import Checkpoint, export
from tests.commands.conftest import Playground, Write

REPORT = [
    "name", "seed", "epochs", "steps", "stopped", "seconds", "samples_per_second", "parameters",
    "train", "validation", "test", "best_epoch", "weights_sha256", "environment", "exports",
]  # fmt: skip


def test_the_report_has_every_name_of_the_contract(playground: Playground, write: Write) -> None:
    ran = playground("train", write(), "--json", "--export", "w.safetensors")
    report = ran.json
    assert ran.code == 0
    assert list(report) == REPORT
    assert (report["name"], report["seed"], report["epochs"], report["steps"]) == (
        "Small",
        0,
        6,
        18,
    )
    assert report["stopped"] == "epochs"
    assert report["parameters"] == 17
    assert set(report["train"]) == set(report["validation"]) == {"loss", "accuracy"}
    assert report["test"] is None
    assert 0 <= report["best_epoch"] <= 6
    assert report["samples_per_second"] == pytest.approx(6 * 30 / report["seconds"])
    assert report["environment"]["blas_threads"] in (1, None)
    assert {"engine", "python", "numpy", "blas", "platform", "cpu"} <= set(report["environment"])
    (export,) = report["exports"]
    assert list(export) == ["path", "format", "max_abs_error"]
    assert export["path"] == "w.safetensors"
    assert export["max_abs_error"] <= 1e-5
    assert Checkpoint.read("w.safetensors").weights_sha256 == report["weights_sha256"]


def test_the_same_run_gives_the_same_weights(playground: Playground, write: Write) -> None:
    design = write()
    first, again, other = (
        playground("train", design, "--json", "--seed", seed).json for seed in (3, 3, 4)
    )
    assert first["weights_sha256"] == again["weights_sha256"] != other["weights_sha256"]
    assert (first["seed"], other["seed"]) == (3, 4)
    assert first["train"] == again["train"]


def test_no_epochs_initialise_only(playground: Playground, write: Write) -> None:
    report = playground("train", write(), "--epochs", "0", "--json", "--history", "h.csv").json
    assert (report["epochs"], report["steps"], report["best_epoch"]) == (0, 0, 0)
    assert report["stopped"] == "epochs"
    assert report["samples_per_second"] is None
    assert report["train"]["loss"] > 0
    assert len(Path("h.csv").read_text().splitlines()) == 1


@pytest.mark.parametrize("early_stopping", [None, {"patience": 2, "restore_best": True}])
@pytest.mark.parametrize("middle", [0, 3])
def test_resuming_equals_training_straight_through(
    playground: Playground, write: Write, early_stopping: Any, middle: int
) -> None:
    design = write(training__early_stopping=early_stopping)
    straight = playground("train", design, "--json").json
    options = ("--state", "--export", "half.safetensors", "--json")
    assert playground("train", design, "--epochs", middle, *options).json["epochs"] == middle
    resumed = playground("train", design, "--resume", "half.safetensors", "--json").json
    for name in ("weights_sha256", "epochs", "steps", "stopped", "best_epoch", "train"):
        assert resumed[name] == straight[name], name


def test_a_checkpoint_can_be_replaced_by_the_one_that_goes_on(
    playground: Playground, write: Write
) -> None:
    options = ("--state", "--export", "w.safetensors", "--json")
    playground("train", write(), "--epochs", "2", *options)
    more = ("--resume", "w.safetensors")
    assert playground("train", write(), "--epochs", "4", *options, *more).json["epochs"] == 4
    assert playground("train", write(), "--epochs", "2", *options, *more).json["epochs"] == 4


def test_resuming_takes_live_changes_and_refuses_others(
    playground: Playground, write: Write
) -> None:
    design = write()
    playground("train", design, "--state", "--export", "w.safetensors")
    more = ("train", design, "--resume", "w.safetensors", "--epochs", "8")
    ran = playground(*more, "--set", "training.optimizer.learning_rate=0.5", "--json")
    assert (ran.code, ran.json["epochs"]) == (0, 8)
    ran = playground(*more, "--set", "layers.hidden.units=5", "--json")
    assert ran.code == 1
    assert "w.safetensors: expected the design of small.playground, found layers[0].units 4 " in (
        ran.complaint
    )


def test_without_state_training_starts_from_the_weights(
    playground: Playground, write: Write
) -> None:
    design = write()
    first = playground("train", design, "--export", "w.safetensors", "--json").json
    ran = playground("train", design, "--resume", "w.safetensors", "--epochs", "0", "--json")
    assert ran.json["weights_sha256"] == first["weights_sha256"]
    assert ran.json["epochs"] == 0
    assert "w.safetensors holds no training state" in ran.err


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        ("training.optimizer.learning_rate=0.5", "training.optimizer.learning_rate", 0.5),
        ("training.batch_size=null", "training.batch_size", None),
        ("layers.hidden.units=7", "layers.0.units", 7),
        ("layers[0].units=7", "layers.0.units", 7),
        ("layers.hidden.activation=relu", "layers.0.activation.kind", "relu"),
        ("name=A text", "name", "A text"),
        ('name="12"', "name", "12"),
        ('training.early_stopping={"patience": 3}', "training.early_stopping.patience", 3),
        ("data=spiral", "data.kind", "spiral"),
    ],
)
def test_set_changes_one_field(
    playground: Playground, write: Write, change: str, path: str, value: Any
) -> None:
    ran = playground(
        "train", write(), "--epochs", "0", "--set", change, "--export", "w.safetensors"
    )
    assert ran.code == 0, ran.err
    found: Any = json.loads(Checkpoint.read("w.safetensors").metadata)["design"]
    for step in path.split("."):
        found = found[int(step) if isinstance(found, list) else step]
    assert found == value


def test_changes_see_the_ones_before_and_belong_together(
    playground: Playground, write: Write
) -> None:
    def changed(*changes: str) -> int:
        options = [word for change in changes for word in ("--set", change)]
        return playground("train", write(), "--epochs", "0", *options).code

    assert changed("training.optimizer=sgd", "training.optimizer.momentum=0.9") == 0
    assert changed("data.test_fraction=0.9", "data.validation_fraction=0.05") == 0
    assert changed("data.validation_fraction=0.05", "data.test_fraction=0.9") == 0


def test_history_has_a_line_an_epoch(playground: Playground, write: Write) -> None:
    playground("train", write(), "--history", "h.csv")
    with open("h.csv", encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == [
        "epoch", "step", "seconds", "learning_rate", "train_loss", "validation_loss",
        "train_accuracy", "validation_accuracy",
    ]  # fmt: skip
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert all(math.isfinite(float(cell)) for row in rows for cell in row)


def test_a_regression_has_r2_and_a_test_part_its_scores(
    playground: Playground, write: Write
) -> None:
    design = write(
        data={"kind": "plane", "samples": 60, "test_fraction": 0.2},
        layers=[{"kind": "dense", "units": 1}],
        training={"loss": {"kind": "mean_squared_error"}, "epochs": 3},
    )
    report = playground("train", design, "--json", "--history", "h.csv").json
    assert set(report["test"]) == set(report["train"]) == {"loss", "r2"}
    assert Path("h.csv").read_text().splitlines()[0].endswith(",train_r2,validation_r2")


def test_early_stopping_restores_the_best_and_says_so(playground: Playground, write: Write) -> None:
    design = write(training__epochs=400, training__early_stopping={"patience": 3},
                   training__optimizer={"kind": "adam", "learning_rate": 0.3})  # fmt: skip
    report = playground("train", design, "--json").json
    assert report["stopped"] == "early_stopping"
    assert report["best_epoch"] == report["epochs"] - 3


def test_without_json_it_speaks_in_words_and_quietly_not_at_all(
    playground: Playground, write: Write
) -> None:
    ran = playground("train", write(), "--export", "w.npz", "--history", "h.csv")
    assert ran.out.startswith("Small: 6 epochs in ")
    assert "validation  loss " in ran.out
    assert "Saved w.npz; read back, it differs by at most " in ran.out
    assert "Saved h.csv." in ran.out
    lines = ran.err.splitlines()
    assert lines[0].startswith("epoch 1 of 6: train loss ")
    assert len(lines) == 6
    quiet = playground("train", write(), "--quiet", "--export", "w.npz")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    once = playground("train", write(), "--epochs", "1")
    assert once.out.startswith("Small: 1 epoch in ")
    assert list(playground("train", write(), "--quiet", "--json").json) == REPORT


def test_many_epochs_are_told_in_about_ten_lines(playground: Playground, write: Write) -> None:
    lines = playground("train", write(), "--epochs", "300").err.splitlines()
    assert 8 <= len(lines) <= 11
    assert lines[-1].startswith("epoch 300 of 300: ")


def test_a_bar_is_drawn_where_someone_watches(
    playground: Playground, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setattr(type(sys.stderr), "isatty", lambda self: True)
    monkeypatch.setattr("playground.commands.progress._REDRAW", 0.0)
    monkeypatch.setenv("COLUMNS", "100")
    err = playground("train", write(), "--epochs", "20").err
    drawn = err.split("\r")
    assert any(" epoch 10 of 20  loss " in line and "█" in line for line in drawn)
    assert max(map(len, drawn)) < 100
    assert drawn[-2].strip() == ""  # nothing of it is left
    assert err.endswith("\r")


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_are_in_force(playground: Playground, write: Write, threads: int) -> None:
    report = playground("train", write(), "--json", "--threads", threads).json
    assert report["environment"]["blas_threads"] in (threads, None)


def test_one_export_that_fails_does_not_keep_the_others(
    playground: Playground, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(checkpoint: Checkpoint, path: str, raw: Any) -> Any:
        if path.endswith(".npz"):
            raise FormatError(f"{path}: could not be written: No space left on device.")
        return export(checkpoint, path, raw)

    monkeypatch.setattr("playground.commands.exports.export", full)
    options = ("--export", "w.npz", "--export", "w.safetensors", "--json", "--quiet")
    ran = playground("train", write(), *options)
    assert ran.code == 1
    assert [entry["path"] for entry in ran.json["exports"]] == ["w.safetensors"]
    assert ran.err == "w.npz: could not be written: No space left on device.\n"


# --- what goes wrong --------------------------------------------------------------------------


def test_diverged_training_ends_with_finite_weights_and_advice(
    playground: Playground, write: Write
) -> None:
    design = write(
        data={"kind": "plane", "samples": 60},
        layers=[{"kind": "dense", "units": 1}],
        training={"loss": {"kind": "mean_squared_error"}, "optimizer": {"kind": "sgd"}},
    )
    change = ("--set", "training.optimizer.learning_rate=1000")
    ran = playground("train", design, *change, "--json", "--quiet", "--export", "w.safetensors")
    assert ran.code == 3
    assert ran.json["stopped"] == "diverged"
    assert len(ran.json["exports"]) == 1
    for tensor in Checkpoint.read("w.safetensors").tensors.values():
        assert np.isfinite(tensor).all()
    assert ran.err.count("\n") == 1
    assert "Learning rate 1000 is too large here. Use 0.03 and run again: " in ran.err


def test_weights_that_are_too_large_from_the_first_are_the_reason_given(
    playground: Playground, write: Write
) -> None:
    design = write(
        data={"kind": "plane", "samples": 60},
        layers=[
            {"kind": "dense", "units": 9, "weights": {"kind": "constant", "value": 1000.0}}
            for _ in range(14)
        ]
        + [{"kind": "dense", "units": 1}],
        training={"loss": {"kind": "mean_squared_error"}},
    )
    ran = playground("train", design, "--json")
    assert (ran.code, ran.json["stopped"], ran.json["steps"]) == (3, "diverged", 0)
    assert ran.json["train"]["loss"] is None
    assert "before its first step" in ran.err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--set", "training.epochs=-1"],
         "small.playground as changed: training.epochs: expected 0 to 1000000, found -1."),
        (["--epochs", "-1"], "training.epochs: expected 0 to 1000000, found -1."),
        (["--seed", "-1"], "seed: expected 0 to "),
        (["--set", "training.optimizer.learning_rte=1"], 'Did you mean "learning_rate"?'),
        (["--set", "training.optimizer.learning_rate=fast"], 'found "fast"'),
        (["--set", "training.optimizer.learning_rate=NaN"], 'found "NaN"'),
        (["--set", "layers=[]"], "small.playground: "),
        (["--set", "layers.output.units=3"], "small.playground: "),
        (["--export", "w.pickle"], "w.pickle: expected "),
        (["--export", "gone/w.npz"], "gone/w.npz: expected a folder to write to, found no such"),
        (["--export", "."], ".: expected "),
        (["--history", "gone/h.csv"], "gone/h.csv: expected a folder"),
        (["--history", "small.playground"], "found one that is read by this command"),
        (["--export", "a.npz", "--export", "./a.npz"], "another result is written to"),
        (["--resume", "gone.safetensors"], "gone.safetensors: could not be read: "),
    ],
)  # fmt: skip
def test_a_mistake_is_found_before_training(
    playground: Playground, write: Write, options: list[str], expected: str
) -> None:
    ran = playground("train", write(training__epochs=1_000_000), "--json", *options)
    assert ran.code == 1
    assert expected in ran.complaint
    assert sorted(p.name for p in Path().iterdir()) == ["small.playground"]


def test_a_design_that_is_not_there_gets_a_hint(playground: Playground, write: Write) -> None:
    write()
    complaint = playground("train", "smal.playground").complaint
    assert complaint.startswith("smal.playground: expected a design file, found no such file.")
    assert complaint.endswith('Did you mean "small.playground"?')
    assert '"playground new spiral" writes it to a file' in playground("train", "spiral").complaint
    assert "found a checkpoint" in playground("train", "w.safetensors").complaint
    Path("broken.playground").write_text("{")
    assert playground("train", "broken.playground").complaint.startswith(
        "broken.playground: line 1, column 2: expected JSON"
    )


def test_a_table_that_is_not_there_is_named_with_its_design(
    playground: Playground, write: Write
) -> None:
    design = write(data={"kind": "csv", "path": "gone.csv", "target": "y"})
    complaint = playground("train", design).complaint
    assert complaint.startswith("small.playground: gone.csv: expected a table")


def test_a_history_does_not_replace_the_table(playground: Playground, table: str) -> None:
    playground("new", table, "--target", "species", "-o", "birds.playground")
    before = Path(table).read_text()
    ran = playground("train", "birds.playground", "--history", table)
    assert ran.code == 1
    assert "read by this command" in ran.complaint
    assert Path(table).read_text() == before
