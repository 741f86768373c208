"""`new` writes a complete design, `check` judges one, `templates` lists what there is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine.data import Csv
from engine.designfile import dumps, load, loads
from engine.trainer import prepare_data
from playground import templates
from playground.tables import for_table
from tests.commands.conftest import Playground, Write


@pytest.mark.parametrize("name", templates.names())
def test_every_template_is_written_as_it_is(playground: Playground, name: str) -> None:
    ran = playground("new", name, "--json")
    assert ran.code == 0
    assert ran.json == {
        "path": f"{name}.playground", "name": templates.read(name).name, "seed": 0
    }  # fmt: skip
    assert load(f"{name}.playground") == templates.read(name)
    assert playground("check", f"{name}.playground").code == 0


def test_templates_are_listed_with_a_sentence(playground: Playground) -> None:
    listed = playground("templates", "--json").json
    assert [entry["template"] for entry in listed] == list(templates.names())
    assert {"spiral", "circle", "xor", "gauss", "curve", "plane"} <= set(templates.names())
    assert all(entry["description"].endswith(".") for entry in listed)
    lines = playground("templates").out.splitlines()
    assert [line.split()[0] for line in lines] == list(templates.names())


def test_a_sentence_tells_data_network_and_optimizer() -> None:
    design = loads(json.dumps({
        "format": "perceptron-playground", "version": 1,
        "data": {"kind": "spiral", "features": ["x1", "x1_squared"]},
        "layers": [
            {"kind": "dense", "units": 8, "activation": {"kind": "tanh"}},
            {"kind": "dropout"}, {"kind": "dense", "units": 1, "activation": {"kind": "sigmoid"}},
        ],
    }))  # fmt: skip
    assert templates.describe(design) == (
        "Spiral, 2 classes from x₁, x₁²: 8 tanh, Dropout, 1 sigmoid; Adam at 0.01."
    )


@pytest.mark.parametrize(
    ("target", "units", "activation", "loss"),
    [
        ("species", 1, "sigmoid", "binary_cross_entropy"),
        ("weight", 1, "linear", "mean_squared_error"),
    ],
)
def test_a_table_becomes_a_design_that_trains(
    playground: Playground, table: str, target: str, units: int, activation: str, loss: str
) -> None:
    assert playground("new", table, "--target", target).out.startswith("Saved birds.playground.")
    design = load("birds.playground")
    output = design.layers[-1]
    assert (output.units, output.activation.kind) == (units, activation)  # type: ignore[attr-defined]
    assert design.training.loss.kind == loss
    assert playground("check", "birds.playground", "--json").json == []
    report = playground("train", "birds.playground", "--epochs", "60", "--json").json
    assert report["validation"].get("accuracy", report["validation"].get("r2")) > 0.8


def test_several_classes_get_a_softmax(playground: Playground, tmp_path: Path) -> None:
    rows = "".join(f"{i},{'abc'[i % 3]}\n" for i in range(30))
    (tmp_path / "t.csv").write_text(f"x,y\n{rows}")
    assert playground("new", "t.csv", "--target", "y").code == 0
    design = load("t.playground")
    assert design.layers[-1].units == 3  # type: ignore[attr-defined]
    assert design.training.loss.kind == "categorical_cross_entropy"
    assert playground("train", "t.playground", "--epochs", "1", "--quiet").code == 0


def test_a_tables_design_spells_out_what_was_found(playground: Playground, table: str) -> None:
    Path("designs").mkdir()
    playground("new", table, "--target", "species", "-o", "designs/b.playground")
    design = load("designs/b.playground")
    data = design.data
    assert isinstance(data, Csv)
    assert (data.path, data.task, data.separator, data.decimal) == (
        "../birds.csv", "classification", ";", ","
    )  # fmt: skip
    assert data.columns is not None
    assert [(c.name, c.role) for c in data.columns] == [
        ("length", "input"), ("width", "input"), ("colour", "ignore"), ("weight", "input")
    ]  # fmt: skip
    made = for_table(Path(table), "species", Path("designs"))
    assert dumps(made) == dumps(design)
    first, again = prepare_data(made, "designs"), prepare_data(design, "designs")
    for part in ("X_train", "X_validation", "y_train", "y_validation"):
        assert np.array_equal(getattr(first, part), getattr(again, part))


def test_nothing_is_overwritten_without_force(playground: Playground, table: str) -> None:
    Path("birds.playground").write_text("mine")
    for output in ([], ["-o", "birds.playground"]):
        ran = playground("new", table, "--target", "species", *output)
        assert ran.code == 1
        assert ran.complaint.startswith("birds.playground: expected a name that is free")
    assert Path("birds.playground").read_text() == "mine"
    assert playground("new", table, "--target", "species", "--force").code == 0
    assert load("birds.playground").name == "birds"
    ran = playground("new", table, "--target", "species", "-o", table, "--force")
    assert "read by this command" in ran.complaint


def test_a_table_of_few_rows_is_trained_on_whole(playground: Playground) -> None:
    Path("few.csv").write_text("a,b\n1,x\n2,y\n3,z\n")
    ran = playground("new", "few.csv", "--target", "b")
    assert ran.code == 0
    assert ran.err == (
        "Warning: few.csv has too few rows to keep some aside; all are trained on.\n"
    )
    data = load("few.playground").data
    assert (data.validation_fraction, data.test_fraction) == (0.0, 0.0)
    trained = playground("train", "few.playground", "--epochs", "2", "--quiet", "--json")
    assert (trained.code, trained.json["validation"]) == (0, None)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["spirall"], 'spirall: expected one of the templates '),
        (["birds.csv"], "birds.csv: expected a template, found a file. For a table, name the"),
        (["gone.csv", "--target", "y"], "gone.csv: expected a table, found no such file."),
        ([".", "--target", "y"], ".: expected a table, found a folder."),
        (["birds.csv", "--target", "specie"], 'birds.csv: expected the target "specie"'),
        (["birds.csv", "--target", "species", "-o", "gone/b"], "gone/b: expected a folder to"),
    ],
)  # fmt: skip
def test_mistakes_of_new(
    playground: Playground, table: str, arguments: list[str], expected: str
) -> None:
    ran = playground("new", *arguments, "--json")
    assert ran.code == 1
    assert ran.complaint.startswith(expected)


# --- check ------------------------------------------------------------------------------------


def test_a_sound_design_has_no_problems(playground: Playground, write: Write) -> None:
    ran = playground("check", write())
    assert (ran.code, ran.out, ran.err) == (0, "small.playground: no problems.\n", "")
    assert playground("check", write(), "--json").json == []


def test_problems_are_listed_with_their_fix(playground: Playground, write: Write) -> None:
    design = write(layers__2__units=3)
    ran = playground("check", design, "--json")
    assert ran.code == 1
    for problem in ran.json:
        assert list(problem) == ["severity", "layer", "field", "message", "rule", "fix"]
    error = ran.json[0]
    assert (error["severity"], error["layer"]) == ("error", "output")
    assert set(error["fix"]) == {"label", "set"}
    changes = [
        word for path, value in error["fix"]["set"].items()
        for word in ("--set", f"{path}={json.dumps(value)}")
    ]  # fmt: skip
    assert playground("train", design, "--epochs", "1", *changes).code == 0
    words = playground("check", design)
    assert words.code == 1
    assert words.out.startswith(f"error: {error['field']}: {error['message']}")


def test_a_warning_does_not_fail_but_is_said_before_training(
    playground: Playground, write: Write
) -> None:
    design = write(layers__0__activation={"kind": "linear"})
    problems = playground("check", design, "--json")
    assert problems.code == 0
    warnings = [p["message"] for p in problems.json if p["severity"] == "warning"]
    assert warnings
    err = playground("train", design, "--epochs", "1").err
    assert [f"Warning: {text}" for text in warnings] == err.splitlines()[: len(warnings)]
    assert playground("train", design, "--epochs", "1", "--quiet").err == ""


def test_check_of_what_is_no_design(playground: Playground, write: Write) -> None:
    ran = playground("check", write(layers__0__units=0), "--json")
    assert ran.code == 1
    assert ran.complaint.startswith("small.playground: $.layers[0].units: expected 1 to 4096")
    assert playground("check", write(data={"kind": "csv", "path": "no", "target": "y"})).code == 1
