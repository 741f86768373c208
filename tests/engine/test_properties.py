"""What holds for every design, activation and network that can be drawn at random."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.activations import Softmax
from engine.data import Data, Spiral
from engine.design import Design, Training, change_class, differences
from engine.designfile import dumps, load, loads, save
from engine.errors import DataError, EngineError, ShapeError, SpecError
from engine.layers import Dense
from engine.spec import Change
from engine.trainer import Trainer
from tests.engine.strategies import designs, drawn_data, fitting_designs, members_of

patient = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@given(
    arrays.arrays(
        st.sampled_from([np.float32, np.float64]),
        st.tuples(st.integers(1, 5), st.integers(1, 5)),
        elements=st.floats(-1000, 1000, width=32),
    )
)
def test_softmax_outputs_sum_to_one_for_every_sample(z: Any) -> None:
    y = np.empty_like(z)
    Softmax().forward(z, y)
    np.testing.assert_allclose(y.sum(axis=0), 1.0, rtol=1e-5)
    assert (y >= 0).all()


@given(designs(members_of(Data)))
@settings(patient, max_examples=80)
def test_saved_and_loaded_any_design_is_the_same(design: Design) -> None:
    text = dumps(design)
    again = loads(text)
    assert again == design
    assert dumps(again) == text
    assert differences(design, again) == ()


def test_a_file_gives_back_what_a_text_does(tmp_path: Path) -> None:
    design = Design(name="ξ", layers=(Dense(units=3),))
    save(design, tmp_path / "a")
    assert load(tmp_path / "a") == loads(dumps(design)) == design


@given(designs(drawn_data()), designs(drawn_data()))
@settings(patient, max_examples=40)
def test_designs_differ_in_something_unless_they_are_equal(a: Design, b: Design) -> None:
    assert bool(differences(a, b)) == (a != b)
    assert change_class(a, b) is change_class(b, a)
    if a == b:
        assert change_class(a, b) is Change.LAYOUT


PLACES = st.sampled_from(
    ["name", "seed", "data", "layers", "training", "kind", "units", "loss", "from", "id", "more"]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["dense", "relu", "spiral", "adam", "residual"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLACES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(PLACES, VALUES, max_size=5))
@settings(patient, max_examples=300)
@example({"layers": [{"kind": "dense", "units": {"kind": []}}]})
def test_whatever_json_is_given_it_is_a_design_or_refused_with_a_place(raw: dict[str, Any]) -> None:
    text = json.dumps({"format": "perceptron-playground", "version": 1, **raw})
    try:
        design = loads(text)
    except EngineError as error:
        assert "expected " in str(error) and "found " in str(error)
        assert "\n" not in str(error)
    else:
        assert loads(dumps(design)) == design


@given(st.binary(max_size=60) | st.text(max_size=60))
@settings(max_examples=300)
def test_whatever_bytes_are_given_they_are_refused_in_one_line(content: bytes | str) -> None:
    with pytest.raises(EngineError) as refused:
        loads(content)
    assert "\n" not in str(refused.value)


MOST_MEMORY = 64_000_000  # bytes at once, for designs this small


def epoch_of(design: Design) -> Trainer | None:
    """The design after an epoch, or None where it is refused with a place."""
    try:
        trainer = Trainer(design)
        trainer.apply(trainer.design)
        for _ in range(trainer.steps_per_epoch):
            trainer.step()
    except (SpecError, ShapeError, DataError) as error:
        where, _, reason = str(error).partition(": ")
        assert where and "expected " in reason and "found " in reason
        return None
    return trainer


@given(fitting_designs())
@settings(patient, max_examples=120)
def test_a_random_design_is_refused_with_a_place_or_trains_in_bounded_memory(
    design: Design,
) -> None:
    tracemalloc.start()
    try:
        trainer = epoch_of(design)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    if trainer is None:
        return
    assert trainer.epoch == min(1, design.training.epochs) or trainer.stopped is not None
    network = trainer.network
    assert np.isfinite(network.parameters).all() and np.isfinite(network.state).all()
    json.dumps(trainer.state()[1], allow_nan=False)


@given(fitting_designs())
@settings(patient, max_examples=40)
def test_any_training_that_is_resumed_goes_on_as_it_would_have(design: Design) -> None:
    trainer = epoch_of(design)
    if trainer is None:
        return
    tensors, counters = trainer.state()
    again = Trainer(design, weights=trainer.network.tensors)
    again.restore(tensors, json.loads(json.dumps(counters)))
    for _ in range(3):
        trainer.step(), again.step()
    np.testing.assert_array_equal(trainer.network.parameters, again.network.parameters)
    assert trainer.stopped == again.stopped


@pytest.mark.parametrize("count", [8, 256])
def test_designs_of_the_largest_layers_are_refused_before_anything_is_allocated(
    count: int,
) -> None:
    layers = (*(Dense(units=4096) for _ in range(count - 1)), Dense(units=1))
    design = Design(data=Spiral(samples=10), layers=layers, training=Training(batch_size=1))
    tracemalloc.start()
    try:
        with pytest.raises(ShapeError, match="expected at most 100,000,000 parameters, found "):
            Trainer(design)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
