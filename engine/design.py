"""A Design is everything one chooses: data, layers and training, as one immutable value.

Two designs are equal when they mean the same. Weights are not part of it: they belong to the
Trainer.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from engine.data import Data, Spiral
from engine.errors import SpecError
from engine.layers import Layer
from engine.layers.names import is_reserved
from engine.losses import BinaryCrossEntropy, Loss
from engine.optimizers import Adam, Optimizer
from engine.schedules import ConstantRate, Schedule
from engine.spec import Change, Field, Spec, fields, items, number, part, text

Monitor = Literal["validation_loss", "train_loss"]
MOST_LAYERS = 256


class EarlyStopping(Spec, frozen=True, tag=False):
    """Stop when the monitored loss has not fallen by `min_delta` for `patience` epochs."""

    monitor: Annotated[Monitor, part("which loss is watched", change=Change.LIVE)] = (
        "validation_loss"
    )
    patience: Annotated[
        int, number(1, 1_000_000, "epochs to wait for a better one", change=Change.LIVE)
    ] = 20
    min_delta: Annotated[
        float, number(0, 1e6, "how much lower counts as better", change=Change.LIVE)
    ] = 0.0
    restore_best: Annotated[bool, part("end with the best epoch's weights", change=Change.LIVE)] = (
        True
    )


class Training(Spec, frozen=True, tag=False):
    """How the network learns."""

    loss: Annotated[Loss, part("what is to become small")] = BinaryCrossEntropy()
    optimizer: Annotated[Optimizer, part("how a gradient becomes a step")] = Adam(
        learning_rate=0.01
    )
    schedule: Annotated[Schedule, part("how the rate changes", change=Change.LIVE)] = ConstantRate()
    batch_size: (
        Annotated[
            int,
            number(
                1,
                1_000_000,
                "rows a step looks at; null is all of them",
                change=Change.LIVE,
                symbol="B",
            ),
        ]
        | None
    ) = 10
    shuffle: Annotated[bool, part("new order in every epoch", change=Change.LIVE)] = True
    epochs: Annotated[
        int, number(0, 1_000_000, "times every training row is seen", change=Change.LIVE)
    ] = 100
    early_stopping: Annotated[
        EarlyStopping | None, part("when to stop before the last epoch", change=Change.LIVE)
    ] = None
    precision: Annotated[Literal["float32", "float64"], part("size of every number")] = "float32"


class Design(Spec, frozen=True, tag=False):
    """Data + layers + training, with a name and a seed.

    Layers without an id get `<kind>_<n>`. Raises SpecError for ids that are taken twice or
    reserved; everything else that does not fit together is for `engine.checks` to say, so that an
    unfinished design can be held and edited.
    """

    name: Annotated[str, text("name of the design", longest=200)] = "Untitled"
    seed: Annotated[int, number(0, 2**32 - 1, "start of all random numbers, the data's too")] = 0
    data: Annotated[Data, part("where the examples come from", change=Change.DATA)] = Spiral()
    layers: Annotated[
        tuple[Layer, ...],
        items(
            "the layers, from the inputs to the output", change=Change.TOPOLOGY, most=MOST_LAYERS
        ),
    ] = ()
    training: Annotated[Training, part("how the network learns")] = Training()

    def __post_init__(self) -> None:
        super().__post_init__()
        named = _with_ids(self.layers)
        if named is not self.layers:
            msgspec.structs.force_setattr(self, "layers", named)

    def layer(self, layer_id: str) -> Layer:
        """The layer of that id; raises KeyError."""
        return self.layers[self.position(layer_id)]

    def position(self, layer_id: str) -> int:
        """Where the layer of that id stands; raises KeyError."""
        for index, layer in enumerate(self.layers):
            if layer.id == layer_id:
                return index
        raise KeyError(layer_id)


def _with_ids(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    taken: set[str] = set()
    for index, layer in enumerate(layers):
        if not layer.id:
            continue
        where = f"layers[{index}].id"
        if layer.id in taken:
            raise SpecError(where, f'expected an id of its own, found "{layer.id}" twice.')
        if is_reserved(layer.id):
            raise SpecError(
                where,
                f'expected a name that Python and PyTorch leave free, found "{layer.id}". '
                f'Use "{layer.id}_1", for example.',
            )
        taken.add(layer.id)
    if len(taken) == len(layers):
        return layers
    named = []
    for layer in layers:
        if not layer.id:
            layer_id = free_id(layer.kind, taken)
            taken.add(layer_id)
            layer = msgspec.structs.replace(layer, id=layer_id)
        named.append(layer)
    return tuple(named)


def free_id(kind: str, taken: set[str]) -> str:
    """The first of `<kind>_1`, `<kind>_2`, … that is not taken."""
    n = 1
    while f"{kind}_{n}" in taken:
        n += 1
    return f"{kind}_{n}"


# --- what differs between two designs ---------------------------------------------------------


class Difference(msgspec.Struct, frozen=True):
    """One changed field: where, from what to what, and what it asks of a running training."""

    path: str
    old: Any
    new: Any
    change: Change


def differences(old: Design, new: Design) -> tuple[Difference, ...]:
    """Every field that differs, in file order; empty when the designs are equal."""
    found: list[Difference] = []
    for field in fields(Design):
        before, after = getattr(old, field.attribute), getattr(new, field.attribute)
        if field.name == "layers":
            _compare_layers(before, after, found)
        else:
            _compare(field, before, after, field.name, found)
    return tuple(found)


def change_class(old: Design, new: Design) -> Change:
    """The strongest change between two designs; LAYOUT when they are equal."""
    return max((d.change for d in differences(old, new)), default=Change.LAYOUT)


def _compare(field: Field, old: Any, new: Any, path: str, found: list[Difference]) -> None:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, Spec) and type(old) is type(new):
        for inner in fields(type(old)):
            before, after = getattr(old, inner.attribute), getattr(new, inner.attribute)
            _compare(inner, before, after, f"{path}.{inner.name}", found)
        return
    found.append(Difference(path, old, new, field.change))


def _compare_layers(
    old: tuple[Layer, ...], new: tuple[Layer, ...], found: list[Difference]
) -> None:
    if [type(layer) for layer in old] != [type(layer) for layer in new] or _moved(old, new):
        found.append(Difference("layers", old, new, Change.TOPOLOGY))
        return
    renamed = {a.id: b.id for a, b in zip(old, new, strict=True)}
    for index, (before, after) in enumerate(zip(old, new, strict=True)):
        for field in fields(type(before)):
            a, b = getattr(before, field.attribute), getattr(after, field.attribute)
            if field.attribute == "source" and renamed.get(a) == b:
                continue  # the same layer under its new name
            _compare(field, a, b, f"layers[{index}].{field.name}", found)


def _moved(old: tuple[Layer, ...], new: tuple[Layer, ...]) -> bool:
    """Whether ids that both designs have stand in other places: reordered, not renamed."""
    place = {layer.id: index for index, layer in enumerate(new)}
    return any(place.get(layer.id, index) != index for index, layer in enumerate(old))
