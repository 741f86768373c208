"""The scene says what the design says, whatever the design."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.activations import ReLU, Sigmoid, Softmax, Tanh
from engine.checks import Problem, check, sound_units
from engine.data import Blobs, Csv, Curve, Spiral
from engine.design import Design
from engine.layers import Dense, Dropout, GaussianNoise, Layer, LayerNorm, Residual
from playground.canvas.building import scene_of
from playground.canvas.scene import FOLD, INPUTS, LOSS, Column, unit_name, weight_name

LAYERS: st.SearchStrategy[Layer] = st.one_of(
    st.builds(Dense, units=st.integers(1, 300), activation=st.sampled_from([Tanh(), ReLU()])),
    st.builds(Dropout),
    st.builds(GaussianNoise),
    st.builds(LayerNorm),
    st.just(Residual(source="dense_1")),
)
DESIGNS = st.builds(
    Design,
    data=st.sampled_from([Spiral(), Blobs(), Curve()]),
    layers=st.lists(LAYERS, max_size=12).map(tuple),
)


def dense(units: int, **more: object) -> Dense:
    return Dense(units=units, activation=Tanh(), **more)  # type: ignore[arg-type]


@given(DESIGNS)
def test_columns_are_the_design(design: Design) -> None:
    scene = scene_of(design, check(design))
    assert scene.keys == (INPUTS, *(layer.id for layer in design.layers), LOSS)
    facts = design.data.facts()
    assert facts is not None
    sound = sound_units(design, len(facts.inputs))
    for layer, column, place in zip(design.layers, scene.columns[1:], range(99), strict=False):
        assert column.name == layer.name
        assert column.sound == (place + 1 < len(sound))
        if column.sound:
            units = sound[place + 1]
            assert (column.units, column.foot) == (units, f"→ {units}")
            assert len(column.neurons) == min(units, FOLD)
            assert len(column.neurons) + column.folded == units
        else:
            assert column.foot == "→ ?"
    joined = {(pair.source, pair.target) for pair in scene.pairs if pair.join != "arc"}
    if design.layers:
        assert joined == {(n, n + 1) for n in range(len(design.layers) + 1)}


@given(DESIGNS)
def test_the_same_design_gives_an_equal_scene(design: Design) -> None:
    assert scene_of(design) == scene_of(design)


def test_unused_features_are_shown_where_one_asks_for_them() -> None:
    design = Design(data=Spiral(features=("x2", "x1_squared")), layers=(dense(3),))
    inputs = scene_of(design).column(INPUTS)
    used = {neuron.feature: neuron.unit for neuron in inputs.neurons if neuron.active}
    assert used == {"x2": 0, "x1_squared": 1}
    assert len(inputs.neurons) == 7
    assert inputs.detail == "2 of 7 features"
    assert len(scene_of(design, spare_features=False).column(INPUTS).neurons) == 2


def test_a_table_that_is_not_read_says_so() -> None:
    design = Design(data=Csv(path="t.csv", target="y"), layers=(dense(3),))
    scene = scene_of(design)
    assert scene.column(INPUTS).foot == "→ ?"
    assert not scene.column("dense_1").sound


def test_an_opened_column_shows_the_units_it_is_scrolled_to() -> None:
    design = Design(layers=(dense(60),))
    column = scene_of(design, opened={"dense_1": 50}).column("dense_1")
    assert [neuron.unit for neuron in column.neurons] == list(range(50, 58))
    last = scene_of(design, opened={"dense_1": 999}).column("dense_1")
    assert last.neurons[-1].unit == 59


def header(*layers: Layer) -> Column:
    return scene_of(Design(data=Blobs(), layers=layers)).columns[1]


def test_headers_say_what_matters_of_a_layer() -> None:
    assert header(Dropout(rate=0.25), dense(3)).detail == "rate 0.25"
    assert header(GaussianNoise(stddev=0.1), dense(3)).detail == "σ 0.1"
    assert header(dense(8), dense(3)).detail == "tanh"
    assert header(dense(8), dense(3)).parameters == "24 par."
    assert header(dense(4096), dense(3)).parameters == "12k par."


def test_outputs_of_classes_carry_their_markers_and_one_output_none() -> None:
    many = Design(data=Blobs(), layers=(Dense(units=3, activation=Softmax()),))
    assert [n.marker for n in scene_of(many).columns[1].neurons] == [0, 1, 2]
    one = Design(data=Spiral(), layers=(Dense(units=1, activation=Sigmoid()),))
    output = scene_of(one).columns[1]
    assert (output.kind, output.stepper, output.neurons[0].marker) == ("output", False, -1)


def test_a_problem_marks_its_column_and_nothing_behind_it_is_sound() -> None:
    layers = (dense(3), Residual(source="nobody"), dense(2))
    design = Design(layers=layers)
    scene = scene_of(design, check(design))
    residual = scene.column("residual_1")
    assert residual.severity == "error"
    assert "nobody" in residual.message
    assert [column.sound for column in scene.columns] == [True, True, False, False, False]


def test_a_problem_of_the_data_marks_the_inputs_and_one_of_the_loss_the_loss() -> None:
    design = Design(layers=(dense(3), dense(1)))
    for field, marked in [
        ("data", INPUTS),
        ("data.standardize", INPUTS),
        ("training.loss", LOSS),
        ("training.loss.kind", LOSS),
        ("training.epochs", ""),
    ]:
        problem = Problem(severity="warning", field=field, message="Not so.", rule="Because.")
        columns = scene_of(design, (problem,)).columns
        assert [c.key for c in columns if c.severity] == ([marked] if marked else []), field


def test_a_rename_changes_the_key_and_nothing_else() -> None:
    design = Design(layers=(dense(3),))
    renamed = replace(design, layers=(dense(3, id="wide"),))
    before, after = scene_of(design).columns[1], scene_of(renamed).columns[1]
    assert (before.key, after.key) == ("dense_1", "wide")
    assert before.neurons == after.neurons


def test_symbols_are_the_notes() -> None:
    assert weight_name(1, 0, 7) == "w₁,₈⁽¹⁾"
    assert weight_name(2, -1, 1) == "w₀,₂⁽²⁾"
    assert unit_name(1, 1) == "y₂⁽¹⁾"
