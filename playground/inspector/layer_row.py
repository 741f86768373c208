"""One layer in a line or two: what it is, what comes in and goes out, and its most used choices."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from engine.activations import Activation
from engine.designfile import with_kind
from engine.layers import Layer
from engine.spec import Change, Field, fields
from playground.inspector import words
from playground.inspector.editors import ChoiceField, Choices, Editor, NumberField
from playground.inspector.fields import kinds
from playground.inspector.flow import Placed, Places
from playground.inspector.stepper import Stepper
from playground.widgets import Picker, tooltip
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import KINDS, TINTS

_KIND = {"batch_norm": "norm", "layer_norm": "norm", "gaussian_noise": "noise"}
_MARK = {"error": ("danger", "circle-alert"), "warning": ("warning", "triangle-alert")}
_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_THOUSAND, _MILLION = 1000, 1_000_000
_USUAL_COUNT = "888 par."  # has its room always, so that pickers stand in line
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Shown(msgspec.Struct, frozen=True):
    """What a row says of its layer besides the layer itself."""

    output: bool = False
    shape: str = ""
    parameters: int | None = None
    severity: str = ""
    message: str = ""
    sources: tuple[tuple[str, str], ...] = ()


def counted(parameters: int | None) -> str:
    """`24 par.`, `8.3k par.`, nothing where it is not known."""
    if parameters is None:
        return ""
    for size, unit in ((_MILLION, "M"), (_THOUSAND, "k")):
        if parameters >= size:
            return f"{parameters / size:.{1 if parameters < 100 * size else 0}f}{unit} par."
    return f"{parameters} par."


def kind_token(kind: str, output: bool = False) -> str:
    """The key of a layer's icon and colour among the theme's kinds."""
    name = "output" if output else _KIND.get(kind, kind)
    return name if name in KINDS else "activation"


class LayerRow(Placed):
    """A layer to select, step and move.

    `layer_edited(layer)` carries the layer with another value; the other signals say what was asked
    by key or click: `selected`, `opened` (its form), `removal_requested`, `step_requested(by)` to
    the next row, and `move_requested(by)` for the layer itself.
    """

    layer_edited = Signal(object)
    selected = Signal()
    opened = Signal()
    removal_requested = Signal()
    step_requested = Signal(int)
    move_requested = Signal(int)

    def __init__(self, layer: Layer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.layer = layer
        self.shown = Shown()
        self.chosen = False
        self.stepper: Stepper | None = None
        self.editors: dict[str, Editor] = {}
        self._words: dict[str, str] = {}
        for field in fields(type(layer)):
            self._add(field)
        FocusRing(self, radius="radius_card")
        self.set_chosen(False)
        self.show_layer(layer, self.shown)

    # --- what it shows ------------------------------------------------------------------------

    def _add(self, field: Field) -> None:
        """An editor for what one changes most: units, activation, rate, source."""
        name = f"{words.name_of(field)} of {self.layer.name}"
        simple = field.change in (Change.LIVE, Change.TOPOLOGY)
        editor: Editor
        if field.family is Activation:
            editor = ChoiceField(kinds(field), "", name, words.tip(field), self)
        elif field.name == "units":
            self.stepper = Stepper(name, words.scale(field), 1, self)
            self.stepper.value_changed.connect(lambda units: self._edit(field, units))
            return
        elif field.form == "float" and simple:
            editor = NumberField(field, name, self)
        elif field.form == "text" and simple:
            editor = ChoiceField([], "", name, words.tip(field), self)
        else:
            return
        editor.value_edited.connect(lambda value: self._edit(field, value))
        self.editors[field.attribute] = editor
        if field.form != "spec":
            self._words[field.attribute] = words.name_of(field)

    def show_layer(self, layer: Layer, shown: Shown) -> None:
        """Show another state of a layer of the same class, silently."""
        self.layer, self.shown = layer, shown
        if self.stepper is not None:
            self.stepper.set_value(getattr(layer, "units", 1))
        for attribute, editor in self.editors.items():
            value: Any = getattr(layer, attribute)
            if isinstance(value, Activation):
                value = value.kind
            if isinstance(editor, ChoiceField) and attribute in self._words:
                offered: Choices = list(shown.sources)
                editor.offer(offered)
            editor.show_value(value)
        facts = ", ".join(part for part in (shown.shape, counted(shown.parameters)) if part)
        self.setAccessibleName(f"{layer.name}, {layer.title()}" + (f", {facts}" if facts else ""))
        self.setAccessibleDescription(shown.message)
        self.setToolTip(tooltip(layer.name, shown.message or f"{layer.title()}. {facts}".strip()))
        self.updateGeometry()
        self.place()
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        """Be the selected row, the one where Tab stops, or one of the others."""
        self.chosen = chosen
        policy = Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        self.update()

    def stop_here(self) -> None:
        """Let Tab stop here although nothing is selected."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [self, *(stop for editor in self.editors.values() for stop in editor.stops())]

    def _edit(self, field: Field, value: Any) -> None:
        if field.family is Activation:
            value = with_kind(field, getattr(self.layer, field.attribute), value)
        self.layer_edited.emit(replace(self.layer, **{field.attribute: value}))

    # --- keys and clicks ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in _ARROWS:
            moves = held & Qt.KeyboardModifier.AltModifier
            (self.move_requested if moves else self.step_requested).emit(_ARROWS[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_requested.emit()
        elif key in _OPEN:
            self.opened.emit()
        elif key == Qt.Key.Key_Space:
            self.selected.emit()
        elif self.stepper is not None and event.text() in ("+", "-", "="):
            self.stepper.step(event.text() != "-")
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.selected.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    # --- look ---------------------------------------------------------------------------------

    def _controls(self) -> list[QWidget]:
        controls = [self.stepper] if self.stepper is not None else []
        return [*controls, *(w for editor in self.editors.values() for w in editor.widgets)]

    def _line_height(self) -> int:
        return max(self.look.sizes.icon, QFontMetrics(self.look.font("body", 600)).height())

    def places(self, width: int) -> tuple[Places, int]:
        """The controls in one line between word and parameters, or beneath each other."""
        sizes, controls = self.look.sizes, self._controls()
        pad, gap = sizes.pad_field, 2 * sizes.inside
        top = sizes.related + self._line_height() + sizes.inside
        if not controls:
            return [], top + self._line_height() + sizes.related
        left = pad + (self._advance(self._word()) + gap if self._word() else 0)
        count = counted(self.shown.parameters)
        right = width - pad - max(self._advance(count), self._advance(_USUAL_COUNT)) - gap
        least = sum(control.minimumSizeHint().width() + gap for control in controls) - gap
        places: Places = []
        if left + least <= right:
            for control in controls:
                room = right - left
                wide = room if isinstance(control, Picker) else control.sizeHint().width()
                places.append((control, QRect(left, top, min(wide, room), sizes.control)))
                left += wide + gap
            return places, top + sizes.control + sizes.related
        top += self._line_height() + sizes.inside
        for control in controls:
            wide = width - 2 * pad
            wide = min(wide, control.sizeHint().width()) if control is self.stepper else wide
            places.append((control, QRect(pad, top, wide, sizes.control)))
            top += sizes.control + sizes.inside
        return places, top + sizes.inside

    def _word(self) -> str:
        """What is edited, where that is not plain; the kind of layer where nothing is."""
        return " ".join(self._words.values()) if self._controls() else self.layer.title()

    def minimumSizeHint(self) -> QSize:
        sizes = self.look.sizes
        least = max((c.minimumSizeHint().width() for c in self._controls()), default=0)
        return QSize(least + 2 * sizes.pad_field, self.places(max(least, sizes.tooltip))[1])

    def _advance(self, text: str) -> int:
        return QFontMetrics(self.look.font("small", tabular=True)).horizontalAdvance(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes, shown = self.look, self.look.sizes, self.shown
        painter = QPainter(self)
        mark = _MARK.get(shown.severity)
        edge, width = look.color("border"), round(sizes.hairline)
        if mark is not None or self.chosen:
            edge, width = look.color(mark[0] if mark else "focus"), round(sizes.strong)
        elif self.underMouse():
            edge = look.color("border_strong")
        ground = look.color("accent_soft" if self.chosen else "raised")
        rounded(painter, QRectF(self.rect()), sizes.radius_card, ground, edge, width)
        line, pad = self._line_height(), sizes.pad_field
        middle = sizes.related + line / 2
        kind = kind_token(self.layer.kind, shown.output)
        paint_icon(painter, KINDS[kind], f"kind_{kind}", QPointF(pad + sizes.icon / 2, middle))
        right = self.width() - pad
        painter.setFont(look.font("small", tabular=True))
        painter.setPen(look.color("text_muted"))
        first = QRectF(pad, sizes.related, right - pad, line)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(first, flags, shown.shape)
        right -= self._advance(shown.shape) + sizes.related
        if mark is not None:
            paint_icon(painter, mark[1], mark[0], QPointF(right - sizes.icon / 2, middle))
            right -= sizes.icon + sizes.inside
        self._paint_second_line(painter)
        left = pad + sizes.icon + sizes.icon_gap
        name = QRectF(left, sizes.related, right - left, line)
        font = look.font("body", 600)
        painter.setFont(font)
        painter.setPen(look.color("text"))
        elided = QFontMetrics(font).elidedText(
            self.layer.name, Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, elided)
        if self.underMouse() and not self.chosen:
            rounded(
                painter, QRectF(self.rect()), sizes.radius_card, look.color("text", TINTS.hover / 2)
            )

    def _paint_second_line(self, painter: QPainter) -> None:
        """Left the word for what is edited, right the number of parameters."""
        sizes, controls, line = self.look.sizes, self._controls(), self._line_height()
        top = sizes.related + line + sizes.inside
        high = sizes.control if controls and controls[0].y() == top else line
        area = QRectF(sizes.pad_field, top, self.width() - 2 * sizes.pad_field, high)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, counted(self.shown.parameters))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, self._word())
