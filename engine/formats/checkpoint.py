"""A trained network as one file: what it was designed as, what it sees of raw columns, its weights,
and, if asked for, everything that is needed to go on training bit for bit."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.data import Prepared, Preprocessing, TargetCode
from engine.design import Design
from engine.designfile import FORMAT, VERSION, loads, parse, to_raw
from engine.errors import EngineError, FormatError
from engine.formats import container
from engine.formats.container import Container, Declared
from engine.formats.prediction import Prediction
from engine.metrics import output_code
from engine.network import Network, shapes
from engine.spec import shown
from engine.trainer import Trainer

Array = NDArray[Any]

_STATE = "state/"


class TrainingState(msgspec.Struct, frozen=True, eq=False):
    """What `Trainer.state` gives and `Trainer.restore` takes."""

    tensors: dict[str, Array]
    counters: dict[str, Any]


class Metadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The JSON text in a checkpoint's header."""

    design: dict[str, Any]
    class_names: tuple[str, ...]
    preprocessing: Preprocessing
    weights_sha256: str
    state: dict[str, Any] | None = None


class Checkpoint(msgspec.Struct, frozen=True, eq=False):
    """Design, preprocessing and weights of a network, and perhaps its training state.

    `tensors` are as `Network.tensors` names them: `<id>.weight` (out, in), `<id>.bias` (out,).
    Predicting takes no other file, not even the table it was trained on.
    """

    design: Design
    preprocessing: Preprocessing
    tensors: dict[str, Array]
    state: TrainingState | None = None

    @classmethod
    def of(cls, trainer: Trainer, state: bool = False) -> Checkpoint:
        """The present weights of a training, and with `state` its progress. Copies."""
        going = None
        if state:
            slots, counters = trainer.state()
            going = TrainingState({name: _kept(slot) for name, slot in slots.items()}, counters)
        tensors = {name: _kept(view) for name, view in trainer.network.tensors.items()}
        return cls(trainer.design, trainer.prepared.preprocessing, tensors, going)

    @property
    def weights_sha256(self) -> str:
        """SHA-256 of the little-endian bytes of the tensors sorted by name, state excluded."""
        digest = hashlib.sha256()
        for _, array in sorted(self.tensors.items()):
            digest.update(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)
        return digest.hexdigest()

    @property
    def code(self) -> TargetCode:
        """What the outputs mean."""
        return output_code(self.design, self.preprocessing)

    @property
    def metadata(self) -> str:
        """What a file says of the weights besides their numbers, as JSON text."""
        content = Metadata(
            {"format": FORMAT, "version": VERSION, **to_raw(self.design)},
            self.preprocessing.classes,
            self.preprocessing,
            self.weights_sha256,
            None if self.state is None else self.state.counters,
        )
        return msgspec.json.encode(content).decode()

    def without_state(self) -> Checkpoint:
        """Design, preprocessing and weights alone."""
        return Checkpoint(self.design, self.preprocessing, self.tensors)

    def write(self, path: Path | str) -> None:
        """Write a .safetensors file whole or not at all. Raises FormatError."""
        slots = {} if self.state is None else self.state.tensors
        named = {_STATE + name: slot for name, slot in slots.items()}
        container.write(Path(path), self.tensors | named, self.metadata)

    @classmethod
    def read(cls, path: Path | str) -> Checkpoint:
        """Read a file that `write` wrote. Raises FormatError saying where and what is wrong.

        Nothing is allocated that the real size of the file does not answer for.
        """
        try:
            return _read(cls, Container.open(Path(path)))
        except EngineError as error:
            raise FormatError(f"{path}: {error}") from error

    def network(self) -> Network:
        """A network of its own with these weights."""
        network = Network.of(self.design, len(self.preprocessing.inputs))
        network.load(self.tensors)
        return network

    def predict(self, raw: ArrayLike) -> Prediction:
        """What the network says of raw rows (N, C), NaN where missing.

        Raises ShapeError for another number of columns, DataError for a number that is not
        finite, or missing where nothing stands in for it.
        """
        inputs = self.preprocessing.transform(raw)
        outputs = self.network().predict(inputs)
        with np.errstate(all="ignore"):
            return Prediction.of(self.code, outputs)

    def trainer(self, folder: Path | str = ".", prepared: Prepared | None = None) -> Trainer:
        """A training that goes on from here: bit for bit with a state, else from these weights.

        `folder` is where the data's relative paths start; `prepared` spares reading it again.
        Raises DataError when the data cannot be read, FormatError when it is not the data that
        the state belongs to.
        """
        if self.state is None:
            return Trainer(self.design, folder, prepared, self.tensors)
        trainer = Trainer(self.design, folder, prepared)
        if not _alike(trainer.prepared.preprocessing, self.preprocessing):
            raise FormatError(
                "state: expected the data that the network was trained on, found other. "
                "Bring the data back, or train anew."
            )
        trainer.network.load(self.tensors)
        trainer.restore(self.state.tensors, self.state.counters)
        return trainer


def _kept(array: Array) -> Array:
    copy = np.array(array, order="C")
    copy.flags.writeable = False
    return copy


def _alike(found: Preprocessing, known: Preprocessing) -> bool:
    """Whether both were fitted on the same rows; another processor may round otherwise."""

    def numbers(fitted: Preprocessing) -> list[float]:
        fills = [0.0 if column.fill is None else column.fill for column in fitted.columns]
        return [*fitted.shift, *fitted.factor, *fills, fitted.target_shift, fitted.target_factor]

    def names(fitted: Preprocessing) -> tuple[Any, ...]:
        return fitted.column_names, fitted.inputs, fitted.target, fitted.task, fitted.classes

    return names(found) == names(known) and np.allclose(
        numbers(found), numbers(known), rtol=1e-9, atol=1e-12
    )


# --- reading ----------------------------------------------------------------------------------


def _read(cls: type[Checkpoint], file: Container) -> Checkpoint:
    metadata = _metadata(file.metadata)
    try:
        design = loads(msgspec.json.encode(metadata.design))
    except EngineError as error:
        raise FormatError(f"design: {error}") from error
    preprocessing = metadata.preprocessing
    if metadata.class_names != preprocessing.classes:
        raise FormatError("class_names: expected those of the preprocessing, found others.")
    output_code(design, preprocessing)  # raises ShapeError where the last layer does not fit
    slots = {name for name in file.tensors if name.startswith(_STATE)}
    weights = {name: tensor for name, tensor in file.tensors.items() if name not in slots}
    _check_fit(design, len(preprocessing.inputs), weights)

    arrays = file.load()
    tensors = {name: arrays[name] for name in weights}
    for name, array in tensors.items():
        if not np.isfinite(array).all():
            raise FormatError(f"{name}: expected finite numbers, found others.")
    state = None
    if metadata.state is not None:
        named = {name.removeprefix(_STATE): arrays[name] for name in slots}
        state = TrainingState(named, metadata.state)
    elif slots:
        raise FormatError(f"{min(slots)}: expected no training state, found some.")
    checkpoint = cls(design, preprocessing, tensors, state)
    if checkpoint.weights_sha256 != metadata.weights_sha256:
        raise FormatError(
            "weights_sha256: expected the hash of the weights, found another. They have been "
            "changed or damaged."
        )
    return checkpoint


def _metadata(text: str) -> Metadata:
    raw = parse(text)
    try:
        # Python can hold texts and numbers that JSON in UTF-8 cannot.
        msgspec.json.encode(raw)
        return msgspec.convert(raw, Metadata)
    except (msgspec.MsgspecError, ValueError, OverflowError) as error:
        raise FormatError(f"{container.KEY}: {error}.") from None


def _check_fit(design: Design, inputs: int, found: dict[str, Declared]) -> None:
    """Raise FormatError unless these are the tensors of the design, by name, shape and dtype."""
    units = shapes(design.layers, inputs)
    sizes = [
        layer.parameter_count(units_in) + layer.state_count(units_in)
        for layer, units_in in zip(design.layers, units, strict=False)
    ]
    total = sum(tensor.size for tensor in found.values())
    if sum(sizes) != total:
        raise FormatError(
            f"expected {sum(sizes):,} numbers for the layers of its design, found {total:,}."
        )
    network = Network.of(design, inputs)  # as large as the file at most twice over
    for name, view in network.tensors.items():
        wanted = Declared(view.dtype, view.shape)
        if found.get(name) != wanted:
            there = found.get(name)
            other = "nothing" if there is None else f"{list(there.shape)} {there.dtype}"
            raise FormatError(f"{name}: expected {list(view.shape)} {view.dtype}, found {other}.")
    for name in found:
        if name not in network.tensors:
            raise FormatError(f"{shown(name)}: expected only tensors of its design, found another.")
