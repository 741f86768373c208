"""The design file: readable JSON that comes back as the same design, and whose mistakes are named
by their place."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from engine import designfile
from engine.activations import ReLU, Tanh
from engine.design import Design, EarlyStopping, Training
from engine.designfile import FORMAT, VERSION, dumps, edited, load, loads, save, with_kind
from engine.errors import EngineError, FormatError, SpecError
from engine.layers import Dense, Dropout, Residual
from engine.optimizers import SGD, Adam
from engine.spec import fields

DESIGN = Design(
    name="Zwei Spiralen ✓",
    seed=7,
    layers=(
        Dense(units=8, activation=Tanh()),
        Dropout(rate=0.25),
        Dense(units=8, activation=ReLU()),
        Residual(source="dense_1"),
        Dense(units=1, id="output"),
    ),
    training=Training(optimizer=SGD(learning_rate=0.1, momentum=0.9), batch_size=None),
)


def written(**changes: Any) -> str:
    """A design file with other raw values at its top level."""
    return json.dumps({"format": FORMAT, "version": VERSION} | changes)


def refusal(content: bytes | str) -> str:
    with pytest.raises((FormatError, SpecError)) as refused:
        loads(content)
    message = str(refused.value)
    assert "\n" not in message
    assert len(message) < 400
    return message


# --- what is right ------------------------------------------------------------------------------


def test_a_design_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "two spirals.playground"
    save(DESIGN, path)
    assert load(path) == DESIGN
    assert loads(path.read_text(encoding="utf-8")) == DESIGN


def test_the_file_is_readable_complete_and_says_what_it_is() -> None:
    text = dumps(DESIGN)
    assert text.startswith('{\n  "format": "perceptron-playground",\n  "version": 1,\n')
    assert text.endswith("}\n")
    assert "Zwei Spiralen ✓" in text
    raw = json.loads(text)
    assert list(raw) == ["format", "version", "name", "seed", "data", "layers", "training"]
    assert raw["layers"][0] == {
        "kind": "dense",
        "id": "dense_1",
        "units": 8,
        "activation": {"kind": "tanh"},
        "weights": {"kind": "glorot_uniform"},
        "bias": {"kind": "zeros"},
        "regularizer": None,
    }
    assert raw["layers"][3] == {"kind": "residual", "id": "residual_1", "from": "dense_1"}
    assert raw["training"]["batch_size"] is None
    assert raw["training"]["early_stopping"] is None


def test_what_is_left_out_has_its_default() -> None:
    assert loads(written()) == Design()
    brief = loads(written(layers=[{"kind": "dense", "units": 3}]))
    assert brief == Design(layers=(Dense(units=3, id="dense_1"),))


def test_the_order_of_keys_means_nothing() -> None:
    raw = json.loads(dumps(DESIGN))

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(entry) for entry in value] if isinstance(value, list) else value

    assert loads(json.dumps(turned(raw))) == DESIGN


def test_layers_without_an_id_get_the_first_free_one() -> None:
    given = (Dense(units=1), Dense(units=1, id="dense_1"), Dropout(), Dense(units=1))
    names = [layer.id for layer in Design(layers=given).layers]
    assert names == ["dense_2", "dense_1", "dropout_1", "dense_3"]


def test_a_layer_is_found_by_its_id() -> None:
    assert DESIGN.layer("dropout_1") == DESIGN.layers[1]
    assert DESIGN.position("output") == 4
    with pytest.raises(KeyError):
        DESIGN.layer("nobody")


# --- what is wrong, and where -------------------------------------------------------------------

LAYER = {"kind": "dense", "units": 2}
WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"layers": [LAYER, LAYER, LAYER | {"units": 0}]},
        "$.layers[2].units: expected 1 to 4096, found 0. Use at least one unit.",
    ),
    (
        {"layers": [{"kind": "dense"}]},
        "$.layers[0].units: expected 1 to 4096, found nothing. Add the field.",
    ),
    (
        {"layers": [{"units": 3}]},
        "$.layers[0].kind: expected a kind, found nothing. Add the field.",
    ),
    (
        {"layers": [LAYER | {"unit": 3}]},
        "$.layers[0]: expected no other fields than id, units, activation, weights, bias, "
        'regularizer, found "unit". Did you mean "units"?',
    ),
    ({"training": {"optimizr": {}}}, 'found "optimizr". Did you mean "optimizer"?'),
    ({"lyers": []}, 'found "lyers". Did you mean "layers"?'),
    (
        {"training": {"optimizer": {"kind": "adm"}}},
        "$.training.optimizer.kind: expected one of the kinds sgd, adagrad, adadelta, rmsprop, "
        'adam, adamw, nadam, found "adm". Did you mean "adam"?',
    ),
    ({"layers": [{"kind": "conv"}]}, "$.layers[0].kind: expected one of the kinds "),
    ({"layers": [{"kind": 5}]}, "$.layers[0].kind: expected one of the kinds "),
    ({"layers": [{"kind": None}]}, "$.layers[0].kind: expected one of the kinds "),
    ({"layers": [[]]}, "$.layers[0]: expected one of the kinds "),
    ({"layers": {}}, "$.layers: expected a list of at most 256 entries, found {}."),
    ({"layers": [LAYER] * 257}, "$.layers: expected a list of at most 256 entries, found ["),
    (
        {"layers": [LAYER | {"activation": {"kind": "leaky_relu", "slope": 1}}]},
        "$.layers[0].activation.slope: expected at least 0 and less than 1, found 1.",
    ),
    ({"layers": [LAYER | {"activation": "relu"}]}, "$.layers[0].activation: expected one of the"),
    ({"layers": [LAYER | {"units": 2.5}]}, "$.layers[0].units: expected a whole number"),
    ({"layers": [LAYER | {"units": "2"}]}, "$.layers[0].units: expected a whole number"),
    ({"layers": [LAYER | {"units": True}]}, "$.layers[0].units: expected a whole number"),
    ({"layers": [LAYER | {"units": None}]}, "$.layers[0].units: expected a whole number"),
    ({"layers": [LAYER | {"units": 10**30}]}, "$.layers[0].units: expected 1 to 4096, found 1000"),
    ({"seed": -1}, "$.seed: expected 0 to 4294967295, found -1."),
    ({"seed": 10**4000}, "$.seed: expected 0 to 4294967295, found 1000"),
    ({"training": {"shuffle": 1}}, "$.training.shuffle: expected true or false, found 1."),
    (
        {"training": {"precision": "float16"}},
        '$.training.precision: expected one of: float32, float64, found "float16".',
    ),
    ({"training": None}, "$.training: expected an object, found null."),
    ({"training": []}, "$.training: expected an object, found []."),
    ({"training": {"early_stopping": {"patience": 0}}}, "$.training.early_stopping.patience: exp"),
    ({"training": {"batch_size": 0}}, "$.training.batch_size: expected 1 to 1000000, or null, f"),
    ({"training": {"loss": {"kind": "huber", "delta": 0}}}, "$.training.loss.delta: expected more"),
    ({"data": "spiral"}, "$.data: expected one of the kinds "),
    ({"data": {"kind": "spiral", "noise": -0.1}}, "$.data.noise: expected 0 to 0.5, found -0.1."),
    ({"data": {"kind": "spiral", "noise": 10**400}}, "$.data.noise: expected 0 to 0.5, found 1000"),
    ({"name": 5}, "$.name: expected a text of at most 200 characters, found 5."),
    ({"name": "x" * 201}, "$.name: expected a text of at most 200 characters, found "),
    ({"name": "a\0b"}, "$.name: expected a text of at most 200 characters, found "),
    (
        {"layers": [LAYER | {"id": "a"}, LAYER, LAYER | {"id": "a"}]},
        '$.layers[2].id: expected an id of its own, found "a" twice.',
    ),
    (
        {"layers": [LAYER | {"id": "lambda"}]},
        '$.layers[0].id: expected a name that Python and PyTorch leave free, found "lambda". '
        'Use "lambda_1", for example.',
    ),
    ({"layers": [LAYER | {"id": "forward"}]}, "$.layers[0].id: expected a name that Python"),
    ({"layers": [LAYER | {"id": "__init__"}]}, "$.layers[0].id: expected a name that Python"),
    ({"layers": [LAYER | {"id": "2nd"}]}, "$.layers[0].id: expected a text that matches [A-Za-z_]"),
    ({"layers": [LAYER | {"id": "a\n"}]}, "$.layers[0].id: expected a text that matches [A-Za-z_]"),
    ({"layers": [{"kind": "residual"}]}, "$.layers[0].from: expected a text that matches [A-Za-z_"),
    (
        {"layers": [LAYER | {"weights": {"kind": "uniform", "minimum": 1, "maximum": 0}}]},
        "$.layers[0].weights.minimum: expected at most the maximum, 0, found 1.",
    ),
]


@pytest.mark.parametrize(("changes", "message"), WRONG, ids=[m[:60] for _, m in WRONG])
def test_a_mistake_is_named_by_its_place(changes: dict[str, Any], message: str) -> None:
    assert message in refusal(written(**changes))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1, column 1: expected JSON"),
        ("{", "line 1, column 2: expected JSON"),
        ('{"format": }', "line 1, column 12: expected JSON"),
        ("{} {}", "expected JSON"),
        ("[]", '$.format: expected "perceptron-playground", found [].'),
        ("5", "$.format: expected"),
        ("null", "$.format: expected"),
        ('"text"', "$.format: expected"),
        ("{}", '$.format: expected "perceptron-playground", found null.'),
        ('{"format": "other"}', 'found "other".'),
        ('{"format": "perceptron-playground"}', "$.version: expected a whole number from 1"),
        (json.dumps({"format": FORMAT, "version": True}), "$.version: expected a whole number"),
        (json.dumps({"format": FORMAT, "version": 1.0}), "$.version: expected a whole number"),
        (json.dumps({"format": FORMAT, "version": 0}), "$.version: expected a whole number from 1"),
        (
            json.dumps({"format": FORMAT, "version": 2}),
            "$.version: expected at most 1, found 2. Open the file with a newer Perceptron "
            "Playground.",
        ),
        ('{"a": 1, "b": 2, "a": 3}', 'expected every key once, found "a" twice.'),
        ('{"x": [{"deep": 1, "deep": 1}]}', 'expected every key once, found "deep" twice.'),
        ("\ufeff{}", "expected UTF-8 without a byte order mark, found one. Remove it."),
        ("\ufeff{}".encode(), "expected UTF-8 without a byte order mark, found one. Remove it."),
        ("{}".encode("utf-16"), "expected UTF-8, found another byte at 0."),
        (b'{"name": "\xff"}', "expected UTF-8, found another byte at 10."),
        (b'{"name": "\xed\xa0\x80"}', "expected UTF-8, found another byte at 10."),
        (written(seed=1).replace("1}", "NaN}"), "expected finite numbers, found NaN."),
        (written(seed=1).replace("1}", "Infinity}"), "expected finite numbers, found Infinity."),
        (written(seed=1).replace("1}", "-Infinity}"), "expected finite numbers, found -Infinity."),
        (written(seed=1).replace("1}", "1e999}"), "$.seed: expected a whole number"),
        (written(seed=1).replace("1}", "1" * 5000 + "}"), "expected JSON: Exceeds the limit"),
        (
            written(data={"kind": "spiral", "noise": 0.25}).replace("0.25", "1e999"),
            "$.data.noise: expected 0 to 0.5, found inf.",
        ),
        (written(name="\ud800"), "$.name: expected a text"),
        (written(data={"kind": "\ud800"}), "expected text that UTF-8 can hold"),
        (written(**{"\ud800": 1}), "expected text that UTF-8 can hold"),
        (written(training={"precision": "\ud800"}), "expected text that UTF-8 can hold"),
    ],
)
def test_what_is_no_design_is_refused_in_one_line(content: bytes | str, message: str) -> None:
    assert message in refusal(content)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
@pytest.mark.parametrize("times", [33, 10_000, 1_000_000])
def test_nesting_beyond_32_levels_is_refused_before_it_is_followed(
    opening: str, times: int
) -> None:
    assert "expected at most 32 levels of nesting" in refusal(opening * times)


def test_thirty_two_levels_are_read_and_brackets_in_texts_do_not_count() -> None:
    assert "found [[[[" in refusal("[" * 32 + "]" * 32)
    name = '[{"\\' * 40
    assert loads(written(name=name)).name == name


def test_a_key_that_looks_like_a_place_cannot_lead_astray() -> None:
    for key in ("x - at `$.layers[0]", "x` - at `$.layers[7].kind", "`", "a` - at `$", " - at `"):
        assert refusal(written(**{key: 1})).startswith("$")


def test_a_long_text_that_never_ends_is_refused_like_any_other() -> None:
    assert "expected JSON: Unterminated string" in refusal('{"name": "' + '\\"' * 2_000_000)


def test_many_keys_one_of_them_twice() -> None:
    keys = ",".join(f'"k{n}":0' for n in range(100_000))
    assert 'expected every key once, found "k99999" twice' in refusal(f'{{{keys},"k99999":0}}')


# --- files --------------------------------------------------------------------------------------


def test_a_mistake_in_a_file_is_named_by_file_and_place(tmp_path: Path) -> None:
    path = tmp_path / "wrong.playground"
    path.write_text(written(seed=-1))
    with pytest.raises(SpecError) as refused:
        load(path)
    assert str(refused.value) == f"{path}: $.seed: expected 0 to 4294967295, found -1."
    path.write_text("{")
    with pytest.raises(FormatError, match=r"wrong\.playground: line 1, column 2: expected JSON"):
        load(path)


def test_what_cannot_be_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path / "a\0b"):
        with pytest.raises(FormatError, match="could not be read: "):
            load(path)
    with pytest.raises(FormatError, match="expected a file, found a folder"):
        load(tmp_path)


def test_a_file_over_32_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.playground"
    path.touch()
    os.truncate(path, 32_000_001)
    with pytest.raises(FormatError, match="expected at most 32 MB, found 32 MB"):
        load(path)


def test_an_older_version_is_brought_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(raw: dict[str, Any]) -> dict[str, Any]:
        return {("name" if key == "title" else key): value for key, value in raw.items()}

    def start_seeds_from_ten(raw: dict[str, Any]) -> dict[str, Any]:
        return raw | {"seed": raw["seed"] + 10}

    steps = {1: rename, 2: start_seeds_from_ten}
    monkeypatch.setattr(designfile, "VERSION", 3)
    monkeypatch.setattr(designfile, "MIGRATIONS", steps)
    raw = {"format": FORMAT, "version": 1, "title": "old", "seed": 1}
    assert loads(json.dumps(raw)) == Design(name="old", seed=11)
    raw = {"format": FORMAT, "version": 2, "name": "newer", "seed": 1}
    assert loads(json.dumps(raw)) == Design(name="newer", seed=11)
    raw = {"format": FORMAT, "version": 3, "name": "newest", "seed": 1}
    assert loads(json.dumps(raw)) == Design(name="newest", seed=1)
    assert json.loads(dumps(Design()))["version"] == 3


# --- editing by path ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("name", "new", lambda d: d.name == "new"),
        ("training.optimizer.learning_rate", 1, lambda d: d.training.optimizer.learning_rate == 1),
        ("layers.dense_1.units", 3, lambda d: d.layers[0].units == 3),
        ("layers[2].units", 3, lambda d: d.layers[2].units == 3),
        ("layers.2.units", 3, lambda d: d.layers[2].units == 3),
        ("layers.residual_1.from", "dense_2", lambda d: d.layers[3].source == "dense_2"),
        ("layers.output.id", "end", lambda d: d.layers[4].id == "end"),
        ("layers.output.activation", "tanh", lambda d: d.layers[4].activation == Tanh()),
        ("layers.output.activation.kind", "tanh", lambda d: d.layers[4].activation == Tanh()),
        (
            "training.optimizer",
            "adam",
            lambda d: d.training.optimizer == Adam(learning_rate=0.1),
        ),
        (
            "training.optimizer",
            {"kind": "adam", "beta1": 0.5},
            lambda d: d.training.optimizer == Adam(learning_rate=0.1, beta1=0.5),
        ),
        (
            "training.optimizer",
            {"momentum": 0.5},
            lambda d: d.training.optimizer == SGD(learning_rate=0.1, momentum=0.5),
        ),
        ("layers.dropout_1.kind", "batch_norm", lambda d: d.layers[1].kind == "batch_norm"),
        ("training.batch_size", 5, lambda d: d.training.batch_size == 5),
        ("training.early_stopping", {}, lambda d: d.training.early_stopping == EarlyStopping()),
        (
            "training.early_stopping",
            {"patience": 3},
            lambda d: d.training.early_stopping == EarlyStopping(patience=3),
        ),
        (
            "training.early_stopping.patience",
            3,
            lambda d: d.training.early_stopping == EarlyStopping(patience=3),
        ),
        ("layers.output.regularizer", "l2", lambda d: d.layers[4].regularizer.kind == "l2"),
        ("layers", [], lambda d: d.layers == ()),
        ("data.features", ["x1"], lambda d: d.data.features == ("x1",)),
    ],
)
def test_a_value_is_put_where_its_path_says(path: str, value: Any, expected: Any) -> None:
    before = dumps(DESIGN)
    assert expected(edited(DESIGN, {path: value}))
    assert dumps(DESIGN) == before


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("", 1, "--set: expected PATH=VALUE"),
        ("...", 1, "--set: expected PATH=VALUE"),
        ("trainng.epochs", 1, 'found "trainng". Did you mean "training"?'),
        ("training.epoch", 1, 'found "epoch". Did you mean "epochs"?'),
        ("training.epochs", -1, "$.training.epochs: expected 0 to 1000000, found -1."),
        ("training.epochs", "many", "$.training.epochs: expected a whole number: 0 to 1000000, f"),
        ("training.epochs.more", 1, "training.epochs.more: expected a field of an object"),
        ("layers.ouptut.units", 1, 'found "ouptut". Did you mean "output"?'),
        ("layers[9].units", 1, "layers.9: expected one of dense_1, dropout_1"),
        ("layers.-1.units", 1, "layers.-1: expected one of"),
        ("layers.²", 1, "layers.²: expected one of"),
        ("layers.output.activation", "rellu", 'found "rellu". Did you mean "relu"?'),
        ("layers.output.regularizer.strength", 1, "layers.output.regularizer.strength: expected"),
        ("training.optimizer.beta1", 0.5, "training.optimizer.beta1: expected one of kind"),
        ("training.early_stopping", "soon", "$.training.early_stopping: expected no other fields"),
        ("layers.output.id", "dense_1", '$.layers[4].id: expected an id of its own, found "dense_'),
        ("seed", float("nan"), "$.seed: expected a whole number"),
        ("name", "\ud800", "$.name: expected a text"),
        ("training", None, "$.training: expected an object, found null."),
    ],
)
def test_a_path_or_value_that_does_not_fit_is_refused(path: str, value: Any, message: str) -> None:
    with pytest.raises(EngineError) as refused:
        edited(DESIGN, {path: value})
    assert message in str(refused.value)


def test_several_edits_are_made_in_order_and_the_values_given_stay_as_they_were() -> None:
    stopping = {"patience": 3}
    changed = edited(
        DESIGN, {"training.early_stopping": stopping, "training.early_stopping.patience": 5}
    )
    assert changed.training.early_stopping == EarlyStopping(patience=5)
    assert stopping == {"patience": 3}


def test_another_kind_keeps_what_both_have() -> None:
    optimizer = next(field for field in fields(Training) if field.name == "optimizer")
    old = Adam(learning_rate=0.3, beta1=0.5)
    assert with_kind(optimizer, old, "sgd") == SGD(learning_rate=0.3)
    assert with_kind(optimizer, None, "sgd") == SGD()
    with pytest.raises(SpecError, match=r'^optimizer: .*Did you mean "sgd"'):
        with_kind(optimizer, old, "sdg")
