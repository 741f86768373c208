"""Surgery: what survives an edit is what both networks have, and the words say how much."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.activations import ReLU, Sigmoid, Tanh
from engine.data import Spiral
from engine.design import Design
from engine.errors import ShapeError
from engine.layers import ActivationLayer, BatchNorm, Dense, Dropout, Layer, LayerNorm, Residual
from engine.losses import BinaryCrossEntropy, MeanSquaredError
from engine.network import Network
from engine.surgery import Grafted, Outline, graft, in_words, survival
from engine.trainer import Trainer
from tests.engine.strategies import layer_lists

patient = settings(
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], max_examples=60
)
X1, X2, SQUARE = "x1", "x2", "x1_squared"
OUTPUT = Dense(id="output", units=1, activation=Sigmoid())


def network(*layers: Layer, inputs: int = 2, seed: int = 0, worn: bool = False) -> Network:
    """As first drawn, or `worn`: with parameters and running statistics of its own."""
    made = Network(layers, inputs, BinaryCrossEntropy(), "float64")
    rng = np.random.default_rng(seed)
    made.initialize(rng)
    if worn:
        made.parameters[:] = rng.normal(0.0, 1.0, made.parameters.size)
        made.state[:] = rng.uniform(0.5, 1.5, made.state.size)
    return made


def trained(*layers: Layer, inputs: int = 2) -> Network:
    return network(*layers, inputs=inputs, seed=7, worn=True)


def grafted(old: Network, new: Network, *inputs: str) -> Grafted:
    """With the same inputs on both sides."""
    names = inputs or tuple(f"x{place}" for place in range(old.inputs))
    return graft(old, names, new, names)


def loaded(result: Grafted, new: Network) -> Network:
    twin = new.copy()
    twin.load(result.tensors)
    return twin


def dense(name: str, units: int) -> Dense:
    return Dense(id=name, units=units, activation=Tanh())


@st.composite
def stacks(draw: st.DrawFn) -> tuple[Layer, ...]:
    """Layers that fit together, with ids."""
    layers = Design(layers=draw(layer_lists(5))).layers
    try:
        Network(layers, 3, MeanSquaredError())
    except ShapeError:
        assume(False)
    return layers


@given(stacks())
@patient
def test_where_nothing_changed_everything_is_kept_and_nothing_is_said(
    layers: tuple[Layer, ...],
) -> None:
    old = trained(*layers, inputs=3)
    result = grafted(old, network(*layers, inputs=3))
    assert result.report == () and result.fresh == 0
    assert list(result.tensors) == list(old.tensors)
    for name, tensor in old.tensors.items():
        np.testing.assert_array_equal(result.tensors[name], tensor)


@given(stacks(), st.integers(0, 10), st.integers(1, 6))
@patient
def test_widening_and_narrowing_again_restores_every_number(
    layers: tuple[Layer, ...], pick: int, more: int
) -> None:
    wide = [place for place, layer in enumerate(layers) if isinstance(layer, Dense)]
    assume(wide)
    place = wide[pick % len(wide)]
    layer: Any = layers[place]
    wider = list(layers)
    wider[place] = msgspec.structs.replace(layer, units=layer.units + more)
    try:
        new = network(*wider, inputs=3)
    except ShapeError:  # a residual forbids it
        assume(False)
    old = trained(*layers, inputs=3)
    there = grafted(old, new)
    kept = {name: np.shape(tensor) for name, tensor in old.tensors.items()}
    for name, shape in kept.items():
        corner = there.tensors[name][tuple(slice(0, size) for size in shape)]
        np.testing.assert_array_equal(corner, old.tensors[name])
    back = grafted(loaded(there, new), network(*layers, inputs=3, seed=3))
    for name, tensor in old.tensors.items():
        np.testing.assert_array_equal(back.tensors[name], tensor)


@given(stacks(), st.integers(0, 7))
@patient
def test_a_dropout_put_between_changes_no_weight_and_no_prediction(
    layers: tuple[Layer, ...], place: int
) -> None:
    place = min(place, len(layers))
    more = Design(layers=(*layers[:place], Dropout(), *layers[place:])).layers
    old, new = trained(*layers, inputs=3), network(*more, inputs=3)
    result = grafted(old, new)
    assert result.fresh == 0
    (said,) = result.report
    assert said == f"{more[place].name} is new."
    X = np.random.default_rng(0).normal(0, 1, (20, 3))
    # Sums over arrays that lie another way round differ in the last digit.
    np.testing.assert_allclose(loaded(result, new).predict(X), old.predict(X), 1e-9, 1e-9)


@given(stacks())
@patient
def test_layers_of_other_names_start_as_first_drawn(layers: tuple[Layer, ...]) -> None:
    other = tuple(
        msgspec.structs.replace(layer, id=f"other_{place}", **_other_source(layer, layers))
        for place, layer in enumerate(layers)
    )
    new = network(*other, inputs=3)
    result = grafted(trained(*layers, inputs=3), new)
    assert result.kept == 0
    for name, tensor in new.tensors.items():
        np.testing.assert_array_equal(result.tensors[name], tensor)


def _other_source(layer: Layer, layers: tuple[Layer, ...]) -> dict[str, str]:
    if not layer.joined:
        return {}
    return {"source": f"other_{[one.id for one in layers].index(layer.joined)}"}


def test_neither_network_is_changed() -> None:
    old, new = trained(dense("a", 3), OUTPUT), network(dense("a", 5), OUTPUT)
    before = old.parameters.copy(), new.parameters.copy()
    grafted(old, new).tensors["a.weight"][:] = 0.0
    np.testing.assert_array_equal(old.parameters, before[0])
    np.testing.assert_array_equal(new.parameters, before[1])


def test_more_units_keep_the_first_and_draw_the_others() -> None:
    old = trained(dense("dense_1", 8), BatchNorm(id="norm_1"), OUTPUT)
    new = network(dense("dense_1", 12), BatchNorm(id="norm_1"), OUTPUT)
    result = grafted(old, new)
    assert result.report == (
        "Dense 1 now has 12 units. 8 kept their weights, 4 start fresh.",
        "Norm 1 now has 12 units. 8 kept their weights, 4 start fresh.",
        "Output now sees 12 inputs. 8 kept their weights, 4 start fresh.",
    )
    assert result.fresh == 4 * 3 + 4 * 4 + 4
    for name in ("dense_1.weight", "dense_1.bias", "norm_1.running_mean", "norm_1.running_var"):
        np.testing.assert_array_equal(result.tensors[name][:8], old.tensors[name])
        np.testing.assert_array_equal(result.tensors[name][8:], new.tensors[name][8:])
    weight = result.tensors["output.weight"]
    np.testing.assert_array_equal(weight[:, :8], old.tensors["output.weight"])
    np.testing.assert_array_equal(weight[:, 8:], new.tensors["output.weight"][:, 8:])


def test_fewer_units_keep_what_is_left() -> None:
    result = grafted(trained(dense("dense_1", 8), OUTPUT), network(dense("dense_1", 3), OUTPUT))
    assert result.fresh == 0
    assert result.report == (
        "Dense 1 now has 3 units. All kept their weights.",
        "Output now sees 3 inputs. All kept their weights.",
    )


def test_inputs_are_followed_by_name() -> None:
    old = trained(dense("a", 4), OUTPUT)
    new = network(dense("a", 4), OUTPUT, inputs=3)
    result = graft(old, (X1, X2), new, (SQUARE, X2, X1))
    weight = result.tensors["a.weight"]
    np.testing.assert_array_equal(weight[:, [2, 1]], old.tensors["a.weight"])
    np.testing.assert_array_equal(weight[:, 0], new.tensors["a.weight"][:, 0])
    assert result.report == ("A now sees 3 inputs. 2 kept their weights, 1 starts fresh.",)


def test_layers_that_keep_units_apart_may_come_go_and_change_places() -> None:
    first, last = dense("a", 4), OUTPUT
    bend, norm, thin = ActivationLayer(id="bend", activation=ReLU()), BatchNorm(id="n"), Dropout()
    old = trained(first, norm, bend, last)
    result = grafted(old, network(first, thin, bend, norm, last))
    for name, tensor in old.tensors.items():
        np.testing.assert_array_equal(result.tensors[name], tensor)
    gone = grafted(old, network(first, bend, last))
    np.testing.assert_array_equal(gone.tensors["output.weight"], old.tensors["output.weight"])
    assert gone.report == ("N is gone.",)


def test_a_weight_from_a_unit_that_is_gone_does_not_survive() -> None:
    a, b = dense("a", 4), dense("b", 4)
    old = trained(a, b, OUTPUT)
    new = network(a, OUTPUT)
    result = grafted(old, new)
    np.testing.assert_array_equal(result.tensors["a.weight"], old.tensors["a.weight"])
    np.testing.assert_array_equal(result.tensors["output.weight"], new.tensors["output.weight"])
    np.testing.assert_array_equal(result.tensors["output.bias"], old.tensors["output.bias"])
    assert result.report == (
        "Output sees other units now. Its weights start fresh.",
        "B is gone.",
    )


def test_a_layer_of_another_kind_is_new_whatever_its_name() -> None:
    old = trained(dense("a", 4), BatchNorm(id="n"), OUTPUT)
    new = network(dense("a", 4), LayerNorm(id="n"), OUTPUT)
    result = grafted(old, new)
    np.testing.assert_array_equal(result.tensors["n.weight"], 1.0)
    np.testing.assert_array_equal(result.tensors["output.weight"], old.tensors["output.weight"])
    assert result.report == ("N is new and starts fresh.",)


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_a_training_starts_from_grafted_weights(precision: str) -> None:
    design = Design(data=Spiral(samples=60), layers=(dense("a", 4), OUTPUT))
    trainer = Trainer(design)
    for _ in range(20):
        trainer.step()
    training = msgspec.structs.replace(design.training, precision=precision)
    wider = msgspec.structs.replace(design, layers=(dense("a", 6), OUTPUT), training=training)
    fresh = Trainer(wider)
    inputs = trainer.prepared.inputs
    result = graft(trainer.network, inputs, fresh.network, inputs)
    again = Trainer(wider, prepared=fresh.prepared, weights=result.tensors)
    kept = again.network.tensors["a.weight"][:4]
    np.testing.assert_array_equal(kept, trainer.network.tensors["a.weight"])
    assert again.step_count == 0 and len(again.history) == 1
    again.step()


# --- before anybody decided -------------------------------------------------------------------


def outline(of: Network, *inputs: str) -> Outline:
    names = inputs or tuple(f"x{place}" for place in range(of.inputs))
    return Outline(of.layers, of.units, names)


@given(stacks(), stacks())
@patient
def test_what_is_said_beforehand_is_what_the_weights_then_do(
    before: tuple[Layer, ...], after: tuple[Layer, ...]
) -> None:
    old, new = trained(*before, inputs=3), network(*after, inputs=3)
    fates = survival(outline(old), outline(new))
    result = grafted(old, new)
    states = sum(view.size for view in new.tensors.values()) - new.parameters.size
    assert sum(fate.parameters for fate in fates) == new.parameters.size
    kept = sum(fate.parameters_kept for fate in fates)
    assert kept <= result.kept <= kept + states
    assert in_words(fates) == result.report


def test_the_question_says_what_would_become_of_the_weights() -> None:
    old = trained(dense("dense_1", 8), Dropout(id="thin"), OUTPUT)
    new = network(dense("dense_1", 12), BatchNorm(id="norm"), OUTPUT)
    fates = survival(outline(old), outline(new))
    assert in_words(fates, asked=True) == (
        "Dense 1 now has 12 units. 8 can keep their weights, 4 would start fresh.",
        "Norm is new and would start fresh.",
        "Output now sees 12 inputs. 8 can keep their weights, 4 would start fresh.",
        "Thin is gone.",
    )
    assert [(fate.parameters_kept, fate.parameters) for fate in fates] == [
        (24, 36),
        (0, 24),
        (9, 13),
        (0, 0),
    ]


def test_an_outline_of_layers_that_do_not_fit_is_refused() -> None:
    with pytest.raises(ShapeError, match="gone"):
        Outline.of(Design(layers=(Residual(source="gone"),)), (X1, X2))
