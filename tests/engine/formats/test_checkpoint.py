"""A checkpoint is the network again: its predictions, its place in the app, and its training."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from safetensors.numpy import load_file

from engine.activations import Sigmoid, Tanh
from engine.data import Csv, Spiral
from engine.design import Design, EarlyStopping, Training
from engine.errors import DataError, FormatError, ShapeError
from engine.formats import Checkpoint
from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise
from engine.losses import BinaryCrossEntropy
from engine.optimizers import SGD, Adam, NAdam, Optimizer
from engine.schedules import OneCycle, Plateau
from engine.trainer import Trainer
from tests.engine.formats.models import HIDDEN, MODELS, Model, model, output, table


@pytest.fixture(params=MODELS)
def any_model(request: pytest.FixtureRequest, tmp_path: Path) -> Model:
    return MODELS[request.param](tmp_path)


def test_what_is_read_is_what_was_written(any_model: Model, tmp_path: Path) -> None:
    checkpoint, raw = any_model
    path = tmp_path / "model.safetensors"
    checkpoint.write(path)
    again = Checkpoint.read(path)
    assert again.design == checkpoint.design
    assert again.preprocessing == checkpoint.preprocessing
    assert again.state is None
    assert again.tensors.keys() == checkpoint.tensors.keys()
    for name, array in checkpoint.tensors.items():
        assert again.tensors[name].dtype == array.dtype
        np.testing.assert_array_equal(again.tensors[name], array)
    ours, theirs = checkpoint.predict(raw), again.predict(raw)
    assert theirs.answers == ours.answers
    if ours.probabilities is not None:
        np.testing.assert_array_equal(theirs.probabilities, ours.probabilities)


def test_the_same_network_is_the_same_file(any_model: Model, tmp_path: Path) -> None:
    checkpoint, _ = any_model
    checkpoint.write(tmp_path / "a.safetensors")
    Checkpoint.read(tmp_path / "a.safetensors").write(tmp_path / "b.safetensors")
    assert (tmp_path / "a.safetensors").read_bytes() == (tmp_path / "b.safetensors").read_bytes()


def test_the_hash_is_that_of_the_bytes_sorted_by_name(any_model: Model, tmp_path: Path) -> None:
    checkpoint, _ = any_model
    checkpoint.write(tmp_path / "model.safetensors")
    digest = hashlib.sha256()
    for _, array in sorted(load_file(tmp_path / "model.safetensors").items()):
        digest.update(array.tobytes())
    assert checkpoint.weights_sha256 == digest.hexdigest()


def test_the_hash_does_not_know_of_order_memory_or_state() -> None:
    trainer = Trainer(RESTLESS)
    checkpoint = Checkpoint.of(trainer, state=True)
    turned = {
        name: np.asfortranarray(array) for name, array in reversed(checkpoint.tensors.items())
    }
    other = Checkpoint(checkpoint.design, checkpoint.preprocessing, turned)
    assert other.weights_sha256 == checkpoint.weights_sha256
    trainer.step()
    assert Checkpoint.of(trainer).weights_sha256 != checkpoint.weights_sha256


def test_a_checkpoint_does_not_move_with_the_training() -> None:
    trainer = Trainer(RESTLESS)
    checkpoint = Checkpoint.of(trainer, state=True)
    before = checkpoint.weights_sha256
    trainer.step()
    assert checkpoint.weights_sha256 == before
    for array in checkpoint.tensors.values():
        assert not array.flags.writeable


def test_predicting_takes_no_data_file(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["flowers"](tmp_path)
    checkpoint.write(tmp_path / "model.safetensors")
    (tmp_path / "table.csv").unlink()
    again = Checkpoint.read(tmp_path / "model.safetensors")
    assert again.predict(raw).answers == checkpoint.predict(raw).answers
    with pytest.raises(DataError):
        again.trainer(tmp_path)


def test_a_row_is_predicted_alike_alone_and_among_others(any_model: Model) -> None:
    checkpoint, raw = any_model
    together = checkpoint.predict(np.tile(raw, (30, 1)))
    numbers = together.values if together.values is not None else together.probabilities
    assert numbers is not None
    for k in range(3):
        alone = checkpoint.predict(raw[k : k + 1])
        single = alone.values if alone.values is not None else alone.probabilities
        assert single is not None
        np.testing.assert_array_equal(single[0], numbers[k])


def test_wrong_rows_are_refused(tmp_path: Path) -> None:
    checkpoint, _ = MODELS["dropped"](tmp_path)
    with pytest.raises(ShapeError, match="b, a"):
        checkpoint.predict([[1.0]])
    with pytest.raises(DataError, match="row 1, column b"):
        checkpoint.predict([[np.nan, 1.0]])


def test_values_are_in_the_targets_own_unit(tmp_path: Path) -> None:
    checkpoint, raw = MODELS["prices"](tmp_path)
    fitted = checkpoint.preprocessing
    values = checkpoint.predict(raw).values
    assert values is not None
    outputs = checkpoint.network().predict(fitted.transform(raw))
    wanted = outputs[:, 0].astype(np.float64) * fitted.target_factor + fitted.target_shift
    np.testing.assert_allclose(values, wanted, rtol=1e-12)
    assert fitted.target_factor > 1000


# --- going on ---------------------------------------------------------------------------------

RESTLESS = Design(
    data=Spiral(samples=62, noise=0.2),
    layers=(
        Dense(units=5, activation=Tanh()),
        BatchNorm(),
        Dropout(rate=0.3),
        GaussianNoise(stddev=0.1),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
    training=Training(loss=BinaryCrossEntropy(), batch_size=10, epochs=9),
)


def with_training(**fields: Any) -> Design:
    training = msgspec.structs.replace(RESTLESS.training, **fields)
    return msgspec.structs.replace(RESTLESS, training=training)


STOPPING = EarlyStopping(monitor="train_loss", patience=2, min_delta=0.2)
DESIGNS = {
    "adam": with_training(optimizer=Adam(learning_rate=0.05)),
    "momentum": with_training(optimizer=SGD(learning_rate=0.1, momentum=0.9)),
    "nadam and one cycle": with_training(optimizer=NAdam(), schedule=OneCycle()),
    "plateau": with_training(schedule=Plateau(patience=1)),
    "in order": with_training(shuffle=False),
    "float64": with_training(precision="float64"),
    "stopping early": with_training(early_stopping=STOPPING),
}


def saved_and_resumed(trainer: Trainer, folder: Path) -> Trainer:
    path = folder / "going.safetensors"
    Checkpoint.of(trainer, state=True).write(path)
    return Checkpoint.read(path).trainer(folder)


def assert_same_run(a: Trainer, b: Trainer) -> None:
    np.testing.assert_array_equal(a.network.parameters, b.network.parameters)
    np.testing.assert_array_equal(a.network.state, b.network.state)
    seconds = a.history.columns.index("seconds")
    for trainer in (a, b):
        assert len(trainer.history)
    np.testing.assert_array_equal(
        np.delete(a.history.rows, seconds, axis=1), np.delete(b.history.rows, seconds, axis=1)
    )
    assert (a.epoch, a.step_count, a.stopped) == (b.epoch, b.step_count, b.stopped)
    assert (a.best.epoch, a.best.loss) == (b.best.epoch, b.best.loss)


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("steps", [0, 1, 4, 8, 17, 35, 36])
def test_a_saved_training_goes_on_bit_for_bit(name: str, steps: int, tmp_path: Path) -> None:
    straight = Trainer(DESIGNS[name])
    list(straight.run())
    broken = Trainer(DESIGNS[name])
    for _ in range(steps):
        broken.step()
    resumed = saved_and_resumed(broken, tmp_path)
    list(resumed.run())
    assert_same_run(resumed, straight)


def test_a_finished_training_goes_on_for_more_epochs(tmp_path: Path) -> None:
    longer = msgspec.structs.replace(DESIGNS["stopping early"].training, epochs=30)
    stopping = msgspec.structs.replace(STOPPING, patience=30)
    longer = msgspec.structs.replace(longer, early_stopping=stopping)
    design = msgspec.structs.replace(RESTLESS, training=longer)
    straight = Trainer(design)
    list(straight.run())
    first = Trainer(with_training(early_stopping=stopping))
    list(first.run())
    assert first.stopped == "epochs"
    assert first.best.epoch < first.epoch  # so that the weights on disk are not the last ones
    resumed = saved_and_resumed(first, tmp_path)
    resumed.apply(design)
    list(resumed.run())
    assert_same_run(resumed, straight)


def test_without_a_state_training_starts_from_the_weights(tmp_path: Path) -> None:
    trainer = Trainer(RESTLESS)
    list(trainer.run())
    path = tmp_path / "model.safetensors"
    Checkpoint.of(trainer).write(path)
    again = Checkpoint.read(path).trainer(tmp_path)
    np.testing.assert_array_equal(again.network.parameters, trainer.network.parameters)
    np.testing.assert_array_equal(again.network.state, trainer.network.state)
    assert again.epoch == 0
    assert again.report.train.loss == pytest.approx(trainer.report.train.loss)
    list(again.run())
    assert again.epoch == 9


def test_a_state_belongs_to_its_data(tmp_path: Path) -> None:
    rows = [f"{n / 7:.2f},{n % 2}" for n in range(40)]
    table(tmp_path, "a,y\n" + "\n".join(rows) + "\n")
    data = Csv(path="table.csv", target="y", standardize=True)
    checkpoint, _ = model(
        data, HIDDEN, output(1, Sigmoid()), loss=BinaryCrossEntropy(), folder=tmp_path
    )
    trainer = Trainer(checkpoint.design, tmp_path)
    trainer.step()
    going = Checkpoint.of(trainer, state=True)
    going.trainer(tmp_path)
    table(tmp_path, "a,y\n" + "\n".join([*rows[1:], "99,1"]) + "\n")
    with pytest.raises(FormatError, match="state: expected the data"):
        going.trainer(tmp_path)
    going.without_state().trainer(tmp_path)


def test_the_state_is_kept_apart_from_the_weights(tmp_path: Path) -> None:
    trainer = Trainer(RESTLESS)
    trainer.step()
    path = tmp_path / "going.safetensors"
    checkpoint = Checkpoint.of(trainer, state=True)
    checkpoint.write(path)
    slots, counters = trainer.state()
    names = set(load_file(path))
    assert {name for name in names if not name.startswith("state/")} == set(checkpoint.tensors)
    assert {name for name in names if name.startswith("state/")} == {f"state/{n}" for n in slots}
    assert json.loads(checkpoint.metadata)["state"] == json.loads(json.dumps(counters))


def test_every_optimizer_keeps_its_slots(tmp_path: Path) -> None:
    from engine.spec import members

    for optimizer in members(Optimizer).values():
        broken = Trainer(with_training(optimizer=optimizer(), epochs=2))
        broken.step()
        resumed = saved_and_resumed(broken, tmp_path)
        list(broken.run())
        list(resumed.run())
        assert_same_run(resumed, broken)
