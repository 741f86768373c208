"""Setting weights by hand: a click on a link or a bias, or Enter on a neuron, opens its number in
place, and Tab goes through all numbers of that unit."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QPointF, QRect, Signal

from playground.canvas.canvas import Canvas
from playground.canvas.gestures.parameters import Parameter, beside, parameter, value_of
from playground.canvas.gestures.weight_editor import WeightEditor
from playground.canvas.hits import Hit
from playground.canvas.links import Link, links_of
from playground.canvas.naming import place_of
from playground.canvas.scene import Scene

_NONE = "There is no network yet whose weights could be changed."
_LOST = "This number is not finite any more. Run again to begin with other ones."


class Tuning(QObject):
    """Opens the editor over a canvas, with what is edited lit up.

    `edited(layer id, "weight" or "bias", index, value)` asks for one number to be set; `said` is
    why there is none to set.
    """

    edited = Signal(str, str, object, float)
    said = Signal(str)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._shape: object = None
        self._apart = QPointF()  # from the unit to the editor
        self.editor = WeightEditor(canvas)
        self.editor.settled.connect(self._on_editor_settled)
        self.editor.step_requested.connect(self._on_editor_step_requested)
        self.editor.closed.connect(self._on_editor_closed)
        canvas.weight_edit_requested.connect(self._on_canvas_weight_edit_requested)
        canvas.scene_changed.connect(self._on_canvas_scene_changed)
        canvas.columns_moved.connect(self._on_canvas_columns_moved)

    def open_bias(self, hit: Hit) -> None:
        """Edit the bias of a neuron, at the place of its card."""
        self._canvas.point_to(hit)  # the pointer may have been elsewhere since
        self._canvas.ask_weight(Hit("bias", hit.key, hit.unit))

    def _on_canvas_weight_edit_requested(
        self, layer_id: str, unit: int, source: int, area: QRect
    ) -> None:
        self._open(parameter(self._canvas.scene, layer_id, unit, source), QPointF(area.topLeft()))

    def _open(self, wanted: Parameter, at: QPointF) -> None:
        value = value_of(self._canvas.live, wanted)
        if value is None or not math.isfinite(value):
            self.said.emit(_NONE if value is None else _LOST)
            return
        self._shape = shape(self._canvas.scene)
        self._canvas.stand_by(True)
        self._canvas.point_to(self._hit(wanted))
        self._apart = at - self._unit(wanted)
        self.editor.open(wanted, value, at)

    def _unit(self, of: Parameter) -> QPointF:
        """Where the unit is that a number belongs to."""
        return place_of(self._canvas, Hit("neuron", of.layer_id, of.unit)).center()

    def _hit(self, wanted: Parameter) -> Hit:
        """A parameter as what one would point at: its link where it is drawn, else its neuron."""
        scene, live = self._canvas.scene, self._canvas.live
        target = scene.place(wanted.layer_id)
        if wanted.source < 0:
            return Hit("bias", wanted.layer_id, wanted.unit)
        for pair, linked in live.links.items():
            if scene.pairs[pair].target != target:
                continue
            rows = [neuron.unit for neuron in scene.columns[target].neurons]
            columns = [n.unit for n in scene.columns[scene.pairs[pair].source].neurons]
            for link, _, _ in links_of(pair, linked):
                if (rows[link.row], columns[link.column]) == wanted.index:
                    return _link(wanted, link)
        return Hit("neuron", wanted.layer_id, wanted.unit)

    def _on_editor_settled(self, of: Parameter, value: float) -> None:
        self.edited.emit(of.layer_id, of.name, of.index, value)

    def _on_editor_step_requested(self, by: int) -> None:
        editor, canvas = self.editor, self._canvas
        if editor.parameter is None:
            return
        following = beside(canvas.scene, canvas.live, editor.parameter, by)
        if following is None:
            editor.close_editor()
        else:
            self._open(following, editor.corner)

    def _on_editor_closed(self) -> None:
        self._canvas.stand_by(False)
        self._canvas.point_to(self._canvas.keyed)

    def _on_canvas_columns_moved(self) -> None:
        of = self.editor.parameter
        if of is not None and of.layer_id in self._canvas.scene.keys:
            self.editor.place(self._unit(of) + self._apart)

    def _on_canvas_scene_changed(self) -> None:
        if self._shape is not None and shape(self._canvas.scene) != self._shape:
            self.editor.close_editor()


def _link(wanted: Parameter, link: Link) -> Hit:
    return Hit("link", wanted.layer_id, wanted.unit, source=wanted.source, link=link)


def shape(scene: Scene) -> tuple[tuple[str, int | None], ...]:
    """What a weight's place depends on: which columns there are, and how wide."""
    return tuple((column.key, column.units) for column in scene.columns)
