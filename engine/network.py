"""A network: one vector of parameters, seen by its layers as weights and biases.

`forward` turns inputs into outputs, `backward` carries the slope of the loss back through every
layer by the chain rule. A Workspace holds the arrays of one batch size; everything in it is made
once and written in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import aligned
from engine.design import Design
from engine.errors import ShapeError
from engine.layers import Layer, Pass, Wires
from engine.losses import Loss

Array = NDArray[Any]

BLOCK = 256  # rows predicted at a time, always: a row's answer does not depend on its neighbours
MOST_PARAMETERS = 10**8
MOST_BUFFER = 2**28  # numbers in the arrays of one batch


class Network:
    """The layers of a design over one parameter vector.

    parameters, gradient: (P,) in the design's precision; state: numbers kept but not trained.
    `tensors` are named views as files hold them: `<id>.weight` (out, in), `<id>.bias` (out,).
    A new network is all zeros; `initialize` draws the first weights. Raises ShapeError when the
    layers do not fit together.
    """

    def __init__(
        self, layers: tuple[Layer, ...], inputs: int, loss: Loss, precision: str = "float32"
    ) -> None:
        self.layers = layers
        self.inputs = inputs
        self.loss = loss
        self.dtype = np.dtype(precision)
        self.units = shapes(layers, inputs)
        sizes = [
            layer.parameter_count(units_in)
            for layer, units_in in zip(layers, self.units, strict=False)
        ]
        if sum(sizes) > MOST_PARAMETERS:
            raise ShapeError(
                f"layers: expected at most {MOST_PARAMETERS:,} parameters, found {sum(sizes):,}. "
                "Use fewer units."
            )
        kept = [
            layer.state_count(units_in) for layer, units_in in zip(layers, self.units, strict=False)
        ]
        self.parameters = aligned.zeros((sum(sizes),), self.dtype)
        self.gradient = aligned.zeros((sum(sizes),), self.dtype)
        self.state: Array = np.zeros(sum(kept), self.dtype)
        self._pieces = _slices(sizes)
        self._kept = _slices(kept)
        self.tensors = self._named(self.parameters, self.state)
        self.gradients = self._named(self.gradient, None)
        self._predicting: Workspace | None = None

    @classmethod
    def of(cls, design: Design, inputs: int) -> Network:
        """The network of a design over `inputs` inputs."""
        training = design.training
        return cls(design.layers, inputs, training.loss, training.precision)

    @property
    def outputs(self) -> int:
        """Units of the last layer."""
        return self.units[-1]

    def _named(self, vector: Array, state: Array | None) -> dict[str, Array]:
        named: dict[str, Array] = {}
        for layer, units_in, piece, kept in zip(
            self.layers, self.units, self._pieces, self._kept, strict=False
        ):
            own = layer.tensors(vector[piece], units_in)
            if state is not None:
                own |= layer.state_tensors(state[kept], units_in)
            named |= {f"{layer.id}.{name}": view for name, view in own.items()}
        return named

    def initialize(self, rng: np.random.Generator) -> None:
        """Draw the first weights, layer by layer; the same generator gives the same weights in
        both precisions."""
        for layer, units_in, piece, kept in zip(
            self.layers, self.units, self._pieces, self._kept, strict=False
        ):
            layer.initialize(self.parameters[piece], self.state[kept], units_in, rng)

    def penalty(self) -> float:
        """What the regularizers charge for the present weights."""
        return sum(
            layer.penalty(self.parameters[piece], units_in)
            for layer, units_in, piece in zip(self.layers, self.units, self._pieces, strict=False)
        )

    def replace(self, layers: tuple[Layer, ...]) -> None:
        """Take over layers of the same shapes with other numbers or ids; parameters stay.

        Workspaces made before keep the old layers. Raises ShapeError for other shapes.
        """
        if shapes(layers, self.inputs) != self.units:
            raise ShapeError("layers: expected layers of the same shapes, found others.")
        self.layers = layers
        self.tensors = self._named(self.parameters, self.state)
        self.gradients = self._named(self.gradient, None)
        self._predicting = None

    def load(self, tensors: Mapping[str, Array]) -> None:
        """Take over numbers from tensors of the same names and shapes. Raises ShapeError."""
        found = {name: array.shape for name, array in tensors.items()}
        if found != {name: view.shape for name, view in self.tensors.items()}:
            raise ShapeError("tensors: expected those of this network's layers, found others.")
        for name, view in self.tensors.items():
            view[...] = tensors[name]

    def copy(self) -> Network:
        """A network of the same layers with parameters and state of its own."""
        twin = Network(self.layers, self.inputs, self.loss, self.dtype.name)
        twin.parameters[:] = self.parameters
        twin.state[:] = self.state
        return twin

    @property
    def fused(self) -> bool:
        """Whether the loss is computed from the last activation's logits."""
        last = self.layers[-1].bend
        return last is not None and last.kind == self.loss.fused_with

    def workspace(
        self, batch: int, training: bool = False, rng: np.random.Generator | None = None
    ) -> Workspace:
        """Arrays and passes for batches of `batch` rows. Dropout and noise draw from `rng`."""
        return Workspace(self, batch, training, rng or np.random.default_rng(0))

    def predict(self, X: Array) -> Array:
        """Outputs (N, O) for inputs X (N, I), any N. Does not disturb training."""
        return self._in_blocks(X, [len(self.layers) - 1])[0]

    def logits(self, X: Array) -> Array:
        """What the last activation is given, (N, O)."""
        return self._in_blocks(X, [-1])[0]

    def activations(self, X: Array) -> dict[str, Array]:
        """Outputs of every layer by its id, each (N, units), for inputs X (N, I)."""
        every = range(len(self.layers))
        outputs = self._in_blocks(X, list(every))
        return {layer.id: y for layer, y in zip(self.layers, outputs, strict=True)}

    def responses(self, X: Array, counts: Mapping[str, int]) -> dict[str, Array]:
        """The first `counts[id]` units of each layer named, each (units, N), for inputs X (N, I):
        as `activations`, but a row for each unit, and nothing kept of the others."""
        index = {layer.id: place for place, layer in enumerate(self.layers)}
        results = {
            name: np.empty((min(count, self.units[index[name] + 1]), len(X)), self.dtype)
            for name, count in counts.items()
        }
        pairs = [(rows, index[name]) for name, rows in results.items()]
        with np.errstate(all="ignore"):
            for space, start, count in self._blocks(X):
                for rows, place in pairs:
                    rows[:, start : start + count] = space.passes[place].y[: len(rows), :count]
        return results

    def _in_blocks(self, X: Array, wanted: list[int]) -> list[Array]:
        """The outputs of the wanted layers (−1: the last layer's logits), each (N, units)."""
        space = self._predictor(X)
        sources = [space.passes[k].y if k >= 0 else space.logits for k in wanted]
        results = [np.empty((len(X), source.shape[0]), self.dtype) for source in sources]
        with np.errstate(all="ignore"):
            for _, start, count in self._blocks(X):
                for result, source in zip(results, sources, strict=True):
                    result[start : start + count] = source.T[:count]
        return results

    def _predictor(self, X: Array) -> Workspace:
        """The arrays for predicting X (N, I)."""
        if X.ndim != 2 or X.shape[1] != self.inputs:
            raise ShapeError(f"X: expected (rows, {self.inputs}), found {X.shape}.")
        if self._predicting is None:
            self._predicting = self.workspace(BLOCK)
        return self._predicting

    def _blocks(self, X: Array) -> Iterator[tuple[Workspace, int, int]]:
        """Carry X (N, I) through the layers, 256 rows at a time: (arrays, first row, rows)."""
        space = self._predictor(X)
        for start in range(0, len(X), BLOCK):
            rows = X[start : start + BLOCK]
            count = len(rows)
            space.inputs[:count] = rows
            space.inputs[count:] = 0.0
            space.forward()
            yield space, start, count

    def evaluate(self, X: Array, T: Array) -> tuple[float, Array]:
        """The loss, without regularizers and with every unit awake, and the outputs (N, O), for
        X (N, I) and targets T (N, O)."""
        with np.errstate(all="ignore"):
            if not self.fused:
                y = self.predict(X)
                return self.loss.value(y.T, T.T), y
            y, z = self._in_blocks(X, [len(self.layers) - 1, -1])
            return self.loss.fused_value(z.T, T.T), y


class Workspace:
    """A network at work on batches of B rows.

    `inputs` (B, I) is where a batch is put, `forward` leaves the last layer's output in
    `outputs` (O, B), `backward` the gradient in the network's `gradient`.
    """

    def __init__(
        self, network: Network, batch: int, training: bool, rng: np.random.Generator
    ) -> None:
        units = network.units
        needed = buffer_numbers(units, batch)
        if needed > MOST_BUFFER:
            raise ShapeError(
                f"training.batch_size: expected a batch whose arrays hold at most "
                f"{MOST_BUFFER:,} numbers, found {needed:,}. Use a smaller batch or fewer units."
            )
        self.batch = batch
        self.loss = network.loss
        dtype = network.dtype
        # Rows come in as rows, above the engine's columns, with the input that is always 1.
        self.rows_and_one = aligned.ones((batch, units[0] + 1), dtype)
        self.inputs = self.rows_and_one[:, :-1]
        x_ones = self.rows_and_one.T
        above = [aligned.ones((count + 1, batch), dtype) for count in units[1:]]
        outputs = [array[:-1] for array in above]
        # Slopes have a row more too: the slope of the row of ones, which nobody reads.
        below = [aligned.zeros(array.shape, dtype) for array in above] if training else []
        slopes = [array[:-1] for array in below]
        ids = {layer.id: index for index, layer in enumerate(network.layers)}
        self.passes: list[Pass] = []
        last = len(network.layers) - 1
        for index, layer in enumerate(network.layers):
            source = outputs[ids[layer.joined]] if layer.joined else None
            wires = Wires(
                x=x_ones[:-1],
                x_ones=x_ones,
                y=outputs[index],
                dy=slopes[index] if training else None,
                dx=slopes[index - 1] if training and index > 0 else None,
                dx_ones=below[index - 1] if training and index > 0 else None,
                p=network.parameters[network._pieces[index]],
                g=network.gradient[network._pieces[index]],
                state=network.state[network._kept[index]],
                source=source,
                rng=rng,
                training=training,
                fused=network.fused and index == last,
            )
            self.passes.append(layer.build(wires))
            x_ones = above[index]
        self.outputs = outputs[-1]
        self.logits = self.passes[-1].z
        self._forward = [step.forward for step in self.passes]
        self._backward = _way_back(self.passes, network.layers, ids) if training else []
        if training:
            self.slope = slopes[-1]
            self.targets: Array = np.empty((batch, units[-1]), dtype)
            self._t = self.targets.T
            self._gradient = self.loss.fused_gradient if network.fused else self.loss.gradient

    def forward(self) -> None:
        """Carry `inputs` through every layer."""
        for step in self._forward:
            step()

    def backward(self) -> float:
        """Carry the loss's slope against `targets` (B, O) back; returns the batch's loss."""
        loss = self._gradient(self.outputs, self._t, self.slope)
        for step in self._backward:
            step()
        return loss


class _Join:
    """Where a residual leaves the earlier layer, its slope joins that layer's."""

    def __init__(self, into: Array, slope: Array) -> None:
        self.into, self.slope = into, slope

    def __call__(self) -> None:
        np.add(self.into, self.slope, out=self.into)


def _way_back(passes: list[Pass], layers: tuple[Layer, ...], ids: dict[str, int]) -> list[Any]:
    steps: list[Any] = []
    for index in range(len(passes) - 1, -1, -1):
        # By now dy of this layer holds what came through the layer after it.
        for later, layer in enumerate(layers):
            if layer.joined and ids[layer.joined] == index:
                steps.append(_Join(passes[index].dy, passes[later].dy))
        steps.append(passes[index].backward)
    return steps


def buffer_numbers(units: tuple[int, ...], batch: int) -> int:
    """How many numbers the arrays of one batch hold, at most: outputs, sums and slopes."""
    return 3 * batch * (sum(units) + len(units))


def shapes(layers: tuple[Layer, ...], inputs: int) -> tuple[int, ...]:
    """Units before, between and after the layers: (I, O₁, O₂, …). Raises ShapeError."""
    if not layers:
        raise ShapeError("layers: expected at least one layer, found none. Add a dense layer.")
    units = [inputs]
    seen: dict[str, int] = {}
    for layer in layers:
        if layer.joined:
            _check_source(layer, units[-1], seen)
        units.append(layer.units_out(units[-1]))
        seen[layer.id] = units[-1]
    return tuple(units)


def _check_source(layer: Layer, units: int, seen: dict[str, int]) -> None:
    if layer.joined not in seen:
        known = ", ".join(seen) or "none"
        raise ShapeError(
            f'{layer.id}.from: expected an earlier layer ({known}), found "{layer.joined}".'
        )
    if seen[layer.joined] != units:
        raise ShapeError(
            f"{layer.id}.from: expected a layer of {units} units, as many as the input of "
            f"{layer.id}, found {seen[layer.joined]} in {layer.joined}. Make both the same size."
        )


def _slices(sizes: list[int]) -> list[slice]:
    ends = np.cumsum([0, *sizes]).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]
