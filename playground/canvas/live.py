"""What is alive on the canvas: every shown neuron's map, its bias, its links, and who is dropped,
taken from the newest snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.data import FEATURES, Data, Prepared, Sampled
from engine.design import Design
from playground.canvas.alike import Alike
from playground.canvas.atlas import Atlas, Key
from playground.canvas.building import spare
from playground.canvas.neurons import key_of
from playground.canvas.scene import INPUTS, Scene
from playground.canvas.weights import Linked, Tensors, Unit, linked
from playground.training.looking import TILE, feature_tiles
from playground.training.snapshot import Domain, Run, Snapshot
from playground.window.theme import Theme

Array = NDArray[Any]
Nobody: frozenset[int] = frozenset()
_REACH = 6.0  # of x₁ and x₂, as Domain.of has it


class Live:
    """The newest snapshot, cut to what a scene shows.

    `atlas` and `biases` are those of the last `look_at`, `links` those of the last `link`, of the
    unit `whole` all of them; `held` says that the design shown can no longer be trained.
    """

    def __init__(self) -> None:
        self.atlas = Atlas()
        self.biases: dict[str, dict[int, float]] = {}
        self.dropped: dict[str, frozenset[int]] = {}
        self.links: dict[int, Linked] = {}
        self.whole: Unit | None = None
        self.snapshot: Snapshot | None = None
        self.held = False
        self._tensors: Tensors | None = None
        self._inputs = 0
        self._shown: Design | None = None  # what the canvas shows, which may be edited by now
        self._alike: Alike | None = None
        self._features: dict[str, Array] = {}
        self._data: Data | None = None
        self._prepared: Prepared | None = None

    def expect(self, design: Design, prepared: Prepared | None) -> bool:
        """Know the inputs' maps of a design, whether there is a run of it or not: they follow from
        its data alone, and of drawn points even without them. Whether they are new.

        From now on nothing is taken from a snapshot for layers that are others in this design."""
        self._shown = design
        return self._read(design, prepared)

    def _read(self, design: Design, prepared: Prepared | None) -> bool:
        read = prepared is not None and prepared is not self._prepared
        if design.data == self._data and not read:
            return False
        self._data, self._prepared = design.data, prepared
        self._features = input_maps(design, prepared)
        return True

    def start(self, run: Run | None) -> None:
        """Forget the old run; the inputs' maps are those of the new one's data, or unknown until
        a design is expected."""
        self.snapshot, self._tensors, self._features = None, None, {}
        self._data = self._prepared = None
        self.links, self.biases, self.dropped = {}, {}, {}
        self.held = False
        if run is not None:
            self._inputs = len(run.prepared.inputs)
            self._read(run.design, run.prepared)

    def take(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; it is looked at when there is time to draw."""
        self.snapshot, self.held = snapshot, False
        if self._tensors is None or self._tensors.design is not snapshot.design:
            self._tensors = Tensors(snapshot.design, self._inputs)  # layers may be renamed

    @property
    def loss(self) -> float:
        """J over the training rows; NaN before there is one, and of a design that is held."""
        if self.snapshot is None or self.held:
            return float("nan")
        return self.snapshot.report.train.loss

    def tensors(self, layer_id: str) -> dict[str, Array]:
        """A layer's tensors in the newest snapshot; none where the layer is of another shape by
        now, or comes after another one."""
        snapshot, tensors = self.snapshot, self._tensors
        if snapshot is None or tensors is None or snapshot.parameters.size != tensors.size:
            return {}
        if layer_id not in self._same(snapshot).placed:
            return {}
        return tensors.of(layer_id, snapshot.parameters)

    def _same(self, snapshot: Snapshot) -> Alike:
        """What the design that is shown has in common with the one that a snapshot is of."""
        shown, trained = self._shown or snapshot.design, snapshot.design
        alike = self._alike
        if alike is None or alike.shown is not shown or alike.trained is not trained:
            alike = self._alike = Alike.of(shown, trained)
        return alike

    def map_range(self, layer_id: str, unit: int) -> tuple[float, float] | None:
        """The least and largest answer of a unit over its map."""
        tiles = self._maps()
        if layer_id not in tiles or unit >= len(tiles[layer_id]):
            return None
        values = tiles[layer_id][unit]
        return float(values.min()), float(values.max())

    def _maps(self) -> Mapping[str, Array]:
        """By layer the maps of the newest snapshot, but of those that bend otherwise by now."""
        snapshot = self.snapshot
        if snapshot is None or not snapshot.tiles:
            return {}
        bent = self._same(snapshot).bent
        return {key: maps for key, maps in snapshot.tiles.items() if key in bent}

    # --- cut to a scene -----------------------------------------------------------------------

    def look_at(self, scene: Scene, theme: Theme, corner: float) -> None:
        """Colour the maps of a scene's neurons and read their biases."""
        values: dict[Key, Array] = {}
        tones: dict[Key, int] = {}
        self.biases, self.dropped = {}, {}
        snapshot = self.snapshot
        tiles = self._maps()
        for column in scene.columns:
            if column.form != "tiles":
                continue
            maps = tiles.get(column.key)
            if maps is not None and snapshot is not None:
                maps = scaled(maps, _bend(snapshot.design, column.key))
            for neuron in column.neurons:
                key = key_of(column, neuron)
                if column.key == INPUTS:
                    if neuron.feature in self._features:
                        values[key] = self._features[neuron.feature]
                elif maps is not None and neuron.unit < len(maps):
                    values[key] = maps[neuron.unit]
                    tones[key] = neuron.marker % 8 if neuron.marker >= 0 else -1
            if column.biased and column.sound:
                bias = self.tensors(column.key).get("bias", np.empty(0))
                units = [n.unit for n in column.neurons if n.unit < len(bias)]
                self.biases[column.key] = {unit: float(bias[unit]) for unit in units}
        if snapshot is not None:
            self.dropped = {
                key: frozenset(np.flatnonzero(units).tolist())
                for key, units in snapshot.dropped.items()
            }
        self.atlas.fill(values, tones, theme, corner)

    def link(self, scene: Scene) -> None:
        """Read the weights of a scene's links."""
        self.links = {}
        for place, pair in enumerate(scene.pairs):
            if pair.join != "dense" or not scene.columns[pair.target].sound:
                continue
            weight = self.tensors(scene.columns[pair.target].key).get("weight")
            if weight is not None:
                self.links[place] = linked(scene, pair, weight, self.whole)

    def silent(self, scene: Scene) -> dict[int, frozenset[int]]:
        """By pair, the places of source neurons that are dropped."""
        found = {}
        for place in self.links:
            source = scene.columns[scene.pairs[place].source]
            gone = self.dropped.get(source.key, Nobody)
            if gone:
                rows = [row for row, neuron in enumerate(source.neurons) if neuron.unit in gone]
                found[place] = frozenset(rows)
        return found


def input_maps(design: Design, prepared: Prepared | None) -> dict[str, Array]:
    """What a design's network may be shown, by name, each (S, S) from −1 to 1: over its data where
    they are prepared, over the square that drawn points at least take; none of an unread table."""
    if prepared is not None:
        run = Run(0, design, prepared, Domain.of(prepared), 0)
        return {name: _even(values) for name, values in feature_tiles(run).items()}
    if not isinstance(design.data, Sampled):
        return {}
    across = np.linspace(-_REACH, _REACH, TILE)
    x1, x2 = (places.ravel() for places in np.meshgrid(across, across))
    return {
        name: _even(FEATURES[name].values(x1, x2).reshape(TILE, TILE)) for name in spare(design)
    }


def _bend(design: Design, layer_id: str) -> Activation | None:
    try:
        return design.layer(layer_id).bend
    except KeyError:
        return None


def scaled(values: Array, bend: Activation | None) -> Array:
    """Outputs of a layer's units from −1 to 1: by the activation's range where it has two ends,
    else by the layer's largest, so that a column's units can be compared."""
    low, high = bend.range if bend is not None else (-np.inf, np.inf)
    if np.isfinite(low) and np.isfinite(high):
        return (values - (low + high) / 2) * (2 / (high - low))
    return _even(values)


def _even(values: Array) -> Array:
    known = np.where(np.isfinite(values), np.abs(values), 0.0)
    largest = float(known.max(initial=0.0))
    return np.asarray(values / largest if largest > 0 else values, dtype=np.float32)
