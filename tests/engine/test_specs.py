"""Every Spec: what it accepts, what it refuses, and that it means the same after a round trip."""

from __future__ import annotations

import copy
import math
from typing import Any

import msgspec
import numpy as np
import pytest

from engine.activations import Activation, LeakyReLU, ReLU
from engine.design import Design, EarlyStopping, Training
from engine.designfile import from_raw, to_raw
from engine.errors import SpecError
from engine.initializers import Initializer, Uniform
from engine.layers import Dense, Dropout, Layer, Residual
from engine.losses import Loss, MeanSquaredError
from engine.network import Network
from engine.optimizers import SGD, Adam
from engine.regularizers import Regularizer
from engine.spec import Change, Field, Spec, fields, kind_of, members
from tests.engine.specimens import FAMILIES, Array, every_member, specimen

SPECS = [*every_member(), EarlyStopping, Training, Design]
FIELDS = [(cls, field) for cls in SPECS for field in fields(cls)]
NAMES = [f"{cls.__name__}.{field.name}" for cls, field in FIELDS]

KINDS = {
    "activation": "linear sigmoid tanh relu leaky_relu elu selu gelu silu softplus sine softmax",
    "loss": "mean_squared_error mean_absolute_error huber binary_cross_entropy "
    "categorical_cross_entropy hinge",
    "optimizer": "sgd adagrad adadelta rmsprop adam adamw nadam",
    "schedule": "constant step exponential cosine one_cycle plateau",
    "initializer": "zeros constant normal uniform glorot_uniform glorot_normal he_uniform "
    "he_normal lecun_normal orthogonal",
    "regularizer": "l1 l2 l1_l2",
    "layer": "dense activation dropout batch_norm layer_norm gaussian_noise residual",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_exactly_the_kinds_that_are_promised(family: str) -> None:
    assert sorted(members(family)) == sorted(KINDS[family].split())


@pytest.mark.parametrize("cls", SPECS, ids=lambda cls: cls.__name__)
def test_a_spec_survives_its_way_through_a_file(cls: type[Spec]) -> None:
    spec = specimen(cls)
    raw = to_raw(spec)
    again = from_raw(cls, raw)
    assert again == spec
    assert type(again) is type(spec)
    assert to_raw(again) == raw
    for field in fields(cls):
        assert field.name in raw


@pytest.mark.parametrize("cls", every_member(), ids=lambda cls: cls.__name__)
def test_a_member_writes_its_kind_and_is_explained(cls: type[Spec]) -> None:
    assert to_raw(specimen(cls))["kind"] == kind_of(cls) == specimen(cls).kind
    assert cls.title()
    assert cls.__doc__ and cls.__doc__ != Spec.__doc__


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=NAMES)
def test_every_field_has_help_and_a_change_class(cls: type[Spec], field: Field) -> None:
    assert field.description
    assert "change" in (field.meta.extra or {})
    assert isinstance(field.change, Change)
    if field.form in ("float", "int"):
        assert field.minimum is not None and field.maximum is not None
    if field.form == "text":
        assert field.meta.max_length is not None
    if field.form == "list":
        assert field.meta.max_length is not None


def outside(field: Field) -> list[Any]:
    """Values just beyond a number's bounds."""
    assert field.minimum is not None and field.maximum is not None
    wrong: list[Any] = []
    if field.form == "int":
        wrong += [int(field.minimum) - 1, int(field.maximum) + 1, 10**400, -(10**400), 2.5]
    else:
        low, high = field.minimum, field.maximum
        wrong.append(low if field.meta.gt is not None else np.nextafter(low, -np.inf).item())
        wrong.append(high if field.meta.lt is not None else np.nextafter(high, np.inf).item())
        wrong += [-math.inf, 10**400]
    return [*wrong, math.nan, math.inf, True, "1", [1]]


def wrong_values(field: Field) -> list[Any]:
    if field.form in ("float", "int"):
        values = outside(field)
    elif field.form == "bool":
        values = [0, 1, "true", 1.0]
    elif field.form == "choice":
        values = ["", "no_such_choice", 1, "\ud800"]
    elif field.form == "text":
        values = [5, "x" * 5000, "\0", "\ud800", ["x"]]
    elif field.form == "list":
        values = [5, "text", {"a": 1}, [5]]
    else:
        values = [5, "text", [], SGD if field.family is not SGD else 5]
    return values if field.optional else [*values, None]


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=NAMES)
def test_what_a_field_does_not_allow_is_refused_by_name(cls: type[Spec], field: Field) -> None:
    for value in wrong_values(field):
        with pytest.raises(SpecError) as refused:
            specimen(cls, **{field.attribute: value})
        error = refused.value
        assert error.where.startswith(field.name)
        assert error.reason.startswith("expected ")
        assert ", found " in error.reason
        assert "\n" not in str(error)
        assert len(str(error)) < 400


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=NAMES)
def test_a_file_is_refused_where_a_constructor_refuses(cls: type[Spec], field: Field) -> None:
    plain = [v for v in wrong_values(field) if not isinstance(v, type)]
    for value in plain:
        if (isinstance(value, list) and field.form == "spec") or value == "\ud800":
            continue  # other sentences, in test_design_file.py
        raw = to_raw(specimen(cls)) | {field.name: value}
        with pytest.raises(SpecError) as refused:
            from_raw(cls, raw)
        assert refused.value.where.startswith(f"$.{field.name}")
        assert ", found " in refused.value.reason


def inside(field: Field) -> list[Any]:
    """The outermost values a number may have."""
    assert field.minimum is not None and field.maximum is not None
    if field.form == "int":
        return [int(field.minimum), int(field.maximum)]
    low, high = field.minimum, field.maximum
    return [
        np.nextafter(low, np.inf).item() if field.meta.gt is not None else low,
        np.nextafter(high, -np.inf).item() if field.meta.lt is not None else high,
    ]


NUMBERS = [(cls, field) for cls, field in FIELDS if field.form in ("float", "int")]


@pytest.mark.parametrize(
    ("cls", "field"), NUMBERS, ids=[f"{cls.__name__}.{field.name}" for cls, field in NUMBERS]
)
def test_the_bounds_themselves_are_accepted_and_ints_become_floats(
    cls: type[Spec], field: Field
) -> None:
    for value in inside(field):
        together = {"maximum": 1000} if cls is Uniform and field.name == "minimum" else {}
        together |= {"minimum": -1000} if cls is Uniform and field.name == "maximum" else {}
        kept = getattr(specimen(cls, **{field.attribute: value}, **together), field.attribute)
        assert kept == value
        assert type(kept) is (float if field.form == "float" else int)
        if field.form == "float" and float(value).is_integer():
            kept = getattr(
                specimen(cls, **{field.attribute: int(value)}, **together), field.attribute
            )
            assert type(kept) is float


def test_the_sentence_says_where_what_was_expected_what_was_found_and_what_to_do() -> None:
    with pytest.raises(SpecError) as refused:
        Dense(units=0)
    assert str(refused.value) == "units: expected 1 to 4096, found 0. Use at least one unit."
    with pytest.raises(SpecError, match=r"^rate: expected at least 0 and less than 1, found 1\.0"):
        Dropout(rate=1.0)
    with pytest.raises(SpecError, match=r"^units: expected a whole number: 1 to 4096, found true"):
        Dense(units=True)
    with pytest.raises(SpecError, match=r"^seed: expected 0 to 4294967295, found -1"):
        Design(seed=-1)


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="slop"):
        LeakyReLU(slop=0.1)  # type: ignore[call-arg]


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        LeakyReLU().slope = 0.5  # type: ignore[misc]


def test_a_copy_with_another_value_is_checked_too() -> None:
    assert msgspec.structs.replace(LeakyReLU(), slope=0).slope == 0.0
    with pytest.raises(SpecError, match="slope"):
        msgspec.structs.replace(LeakyReLU(), slope=2)


def test_lists_become_tuples_and_the_list_given_stays_as_it_was() -> None:
    given = [Dense(units=2), Dense(units=1)]
    before = list(given)
    design = Design(layers=given)  # type: ignore[arg-type]
    assert given == before and given[0].id == ""
    assert isinstance(design.layers, tuple)
    assert design == Design(layers=tuple(given))


def test_reading_leaves_the_raw_values_as_they_were() -> None:
    raw = to_raw(Design(layers=(Dense(units=2), Dense(units=1)))) | {"seed": 3}
    raw["layers"][0].pop("id")
    raw["layers"][1] |= {"regularizer": {"kind": "l2", "strength": 1}}
    before = copy.deepcopy(raw)
    from_raw(Design, raw)
    assert raw == before


def test_designs_are_equal_when_they_mean_the_same() -> None:
    explicit = Design(
        seed=0,
        layers=(Dense(units=2, id="dense_1", activation=LeakyReLU(slope=0)), Dropout(rate=0)),
    )
    brief = Design(layers=[Dense(units=2, activation=LeakyReLU(slope=0.0)), Dropout(rate=0.0)])  # type: ignore[arg-type]
    assert explicit == brief
    assert hash(explicit) == hash(brief)
    assert explicit != Design(layers=(Dense(units=2, activation=ReLU()), Dropout(rate=0)))
    assert Adam() != SGD(learning_rate=0.001)
    assert LeakyReLU(slope=0.0) != ReLU()


def test_a_text_matches_its_pattern_as_a_whole() -> None:
    for wrong in ("a\n", "1a", "a b", "a.b", "ä", "a" * 65, "-"):
        with pytest.raises(SpecError, match=r"^id: expected a text that matches \[A-Za-z_\]"):
            Dropout(id=wrong)
    for right in ("a", "_", "A9_", "a" * 64):
        assert Dropout(id=right).id == right
    with pytest.raises(SpecError, match=r"^from: "):
        Residual(source="")


def test_the_smallest_weight_is_at_most_the_largest() -> None:
    assert Uniform(minimum=1, maximum=1).minimum == 1.0
    with pytest.raises(SpecError, match=r"^minimum: expected at most the maximum, 1, found 2"):
        Uniform(minimum=2, maximum=1)


def test_numpy_numbers_become_plain_ones_or_are_refused() -> None:
    assert type(LeakyReLU(slope=np.float64(0.5)).slope) is float
    for wrong in (np.float32(0.5), np.int64(0), np.array(0.5)):
        with pytest.raises(SpecError, match=r"^slope: "):
            LeakyReLU(slope=wrong)  # type: ignore[arg-type]


# --- arrays keep their precision, and what is given is only read --------------------------------


def keeps(function: Any, *arrays: Array) -> Any:
    """What the function gives back, having left the arrays alone."""
    before = [array.copy() for array in arrays]
    result = function(*arrays)
    for array, old in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, old)
    return result


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("kind", members(Activation))
def test_activations_read_only_what_they_are_given(kind: str, precision: str) -> None:
    bend = members(Activation)[kind]()
    rng = np.random.default_rng(0)
    z, dy = (rng.normal(size=(3, 4)).astype(precision) for _ in range(2))
    y, dz = np.empty_like(z), np.empty_like(z)
    keeps(lambda z: bend.forward(z, y), z)
    keeps(lambda dy, z, y: bend.pullback(dy, z, y, dz), dy, z, y)
    assert np.isfinite(y).all() and np.isfinite(dz).all()


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("kind", members(Loss))
def test_losses_read_only_what_they_are_given_and_answer_with_a_float(
    kind: str, precision: str
) -> None:
    loss = members(Loss)[kind]()
    rng = np.random.default_rng(0)
    y, t = rng.uniform(0.1, 0.9, (3, 4)).astype(precision), np.eye(3, 4, dtype=precision)
    dy = np.empty_like(y)
    assert type(keeps(loss.value, y, t)) is float
    assert type(keeps(lambda y, t: loss.gradient(y, t, dy), y, t)) is float
    if loss.fused_with:
        assert type(keeps(loss.fused_value, y, t)) is float
        assert type(keeps(lambda z, t: loss.fused_gradient(z, t, dy), y, t)) is float


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("kind", members(Regularizer))
def test_regularizers_read_only_the_weights(kind: str, precision: str) -> None:
    price = members(Regularizer)[kind]()
    weight = np.random.default_rng(0).normal(size=(3, 4)).astype(precision)
    gradient = np.ones_like(weight)
    assert type(keeps(price.penalty, weight)) is float
    keeps(lambda weight: price.add_gradient(weight, gradient), weight)
    assert gradient.dtype == precision


@pytest.mark.parametrize("kind", members(Initializer))
def test_initializers_draw_the_shape_they_are_asked_for(kind: str) -> None:
    drawn = members(Initializer)[kind]().sample(np.random.default_rng(0), (3, 5), 5)
    assert drawn.shape == (3, 5) and drawn.dtype == np.float64
    assert members(Initializer)[kind]().sample(np.random.default_rng(0), (3, 1), 5).shape == (3, 1)


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("kind", members(Layer))
def test_layers_keep_the_networks_precision(kind: str, precision: str) -> None:
    layers = (Dense(units=3, id="first"), specimen(members(Layer)[kind], id="second"))
    network = Network(layers, 2, MeanSquaredError(), precision)
    network.initialize(np.random.default_rng(0))
    space = network.workspace(4, training=True)
    space.inputs[:], space.targets[:] = 0.5, 0.0
    inputs = space.inputs.copy()
    space.forward()
    assert type(space.backward()) is float
    np.testing.assert_array_equal(space.inputs, inputs)
    arrays = [space.outputs, network.gradient, network.state, network.predict(inputs)]
    assert {array.dtype.name for array in arrays} == {precision}
