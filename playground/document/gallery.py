"""Where a new design begins: empty, or from one of the designs that come along, each pictured."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.design import Design
from playground import templates
from playground.inspector.flow import Placed, Places
from playground.inspector.thumbnail import paint_data
from playground.widgets.button import Button
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.label import Label
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance
from playground.window.icons import paint_icon

EMPTY = ""  # what `chosen` says for the design without layers
_WIDE = 1.6  # width of a tile by the token for a column of labels
_ASPECT = 0.56  # height of the picture by the width of the tile
_LINES = 3  # of the sentence
_COLUMNS = 4  # where there is room
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Tile(QAbstractButton):
    """One beginning: a picture, a name and a sentence. A click selects, a double click or Enter
    takes it; `stepped(across, down)` asks for a neighbour."""

    stepped = Signal(int, int)
    selected = Signal()
    taken = Signal()

    def __init__(self, template: str, design: Design, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.template = template
        self.kind = design.data.kind if template else ""
        self.sentence = (
            templates.describe(design) if template else "No layers yet. Build a network yourself."
        )
        self.setObjectName(f"template.{template or 'empty'}")
        self.setText(design.name if template else "Empty design")
        self.setCheckable(True)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self.sentence)
        self.setToolTip(tooltip(self.text(), self.sentence))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        FocusRing(self)
        self.clicked.connect(self.setFocus)
        self.clicked.connect(lambda: self.selected.emit())

    def show_chosen(self, chosen: bool) -> None:
        """Be the selected one, where Tab stops, or not."""
        self.setChecked(chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
        self.update()

    def nextCheckState(self) -> None:
        """Which one is selected goes with the focus."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.selected.emit()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.stepped.emit(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.selected.emit()
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.selected.emit()
            self.taken.emit()

    # --- look ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        width = round(_WIDE * sizes.label_column)
        name = QFontMetrics(self.look.font("body", 600)).height()
        line = QFontMetrics(self.look.font("caption")).lineSpacing()
        words = name + _LINES * line + sizes.inside
        return QSize(width, round(width * _ASPECT) + words + 3 * sizes.related)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        chosen, pad = self.isChecked(), sizes.related
        token = "focus" if chosen else "border_strong" if self.underMouse() else "border"
        line = sizes.strong if chosen else sizes.hairline
        area = QRectF(self.rect())
        rounded(
            painter, area, sizes.radius_card, look.color("raised"), look.color(token), round(line)
        )
        picture = QRectF(pad, pad, self.width() - 2 * pad, self.width() * _ASPECT - pad)
        self._paint_picture(painter, picture)
        name_font, font = look.font("body", 600), look.font("caption")
        name = QFontMetrics(name_font).height()
        left, top, wide = pad, picture.bottom() + pad, self.width() - 2 * pad
        painter.setFont(name_font)
        painter.setPen(look.color("text"))
        left_top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(left, top, wide, name), left_top, self.text())
        painter.setFont(font)
        painter.setPen(look.color("text_muted"))
        below = QRectF(left, top + name + sizes.inside, wide, self.height())
        below.setBottom(self.height() - pad / 2)
        painter.drawText(below, int(left_top) | int(Qt.TextFlag.TextWordWrap), self.sentence)

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        look, sizes = self.look, self.look.sizes
        rounded(painter, area, sizes.radius_field, look.color("canvas"))
        if self.kind:
            inset = sizes.related
            paint_data(painter, area.adjusted(inset, inset, -inset, -inset), self.kind)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("border_strong"), sizes.hairline, Qt.PenStyle.DashLine))
        side = area.height() / 2
        square = QRectF(0, 0, side, side)
        square.moveCenter(area.center())
        painter.drawRoundedRect(square, sizes.radius_field, sizes.radius_field)
        paint_icon(painter, "plus", "text_muted", area.center())

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)


class _Grid(Placed):
    """Tiles of one size, as many in a row as there is room for."""

    def __init__(self, tiles: list[Tile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = tiles
        for tile in tiles:
            tile.setParent(self)

    def columns(self, width: int) -> int:
        sizes = appearance().sizes
        tile = self.tiles[0].sizeHint().width()
        return max(1, min(_COLUMNS, (width - sizes.inside) // (tile + sizes.panel)))

    def places(self, width: int) -> tuple[Places, int]:
        sizes = appearance().sizes
        edge, gap, columns = sizes.inside, sizes.panel, self.columns(width)
        wide = (width - 2 * edge - (columns - 1) * gap) // columns
        tile = self.tiles[0].sizeHint()
        high = tile.height() + round((wide - tile.width()) * _ASPECT)
        places: Places = []
        for place, each in enumerate(self.tiles):
            line, column = divmod(place, columns)
            left, top = edge + column * (wide + gap), edge + line * (high + gap)
            places.append((each, QRect(left, top, wide, high)))
        lines = -(-len(self.tiles) // columns)
        return places, 2 * edge + lines * (high + gap) - gap

    def minimumSizeHint(self) -> QSize:
        return self.tiles[0].sizeHint()


class Gallery(QDialog):
    """Shows every beginning; `chosen(template)` carries a template's name, or EMPTY.

    Arrows move, Enter or a double click takes, Esc closes without choosing.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setObjectName("gallery")
        self.setWindowTitle("New design")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("role", "panel")
        designs = {name: templates.read(name) for name in templates.names()}
        self.tiles = [Tile(name, design) for name, design in {EMPTY: Design(), **designs}.items()]
        self._grid = _Grid(self.tiles)
        for tile in self.tiles:
            tile.selected.connect(self._on_tile_selected)
            tile.taken.connect(self._take)
            tile.stepped.connect(self._on_tile_stepped)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._grid)
        cancel = Button("Cancel", tip="Stay with the open design. Esc.")
        create = Button("Create", kind="primary", tip="Begin with the selected one. Enter.")
        cancel.clicked.connect(self.reject)
        create.clicked.connect(self._take)
        for button in (cancel, create):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(self.look.sizes.related)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(create)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[self.look.sizes.panel] * 4)
        column.setSpacing(self.look.sizes.panel)
        column.addWidget(Label("Begin with", "title"))
        column.addWidget(self._scroll, 1)
        column.addLayout(row)
        self._select(self.tiles[0])
        self.resize(self._liked())

    @property
    def selected(self) -> Tile:
        """The tile that Enter takes."""
        return next(tile for tile in self.tiles if tile.isChecked())

    def tile(self, template: str) -> Tile:
        """The tile of a template, or of EMPTY."""
        return next(tile for tile in self.tiles if tile.template == template)

    def _liked(self) -> QSize:
        """Room for every tile, as far as the screen has it."""
        sizes = self.look.sizes
        width = _COLUMNS * (self.tiles[0].sizeHint().width() + sizes.panel) + 2 * sizes.panel
        high = self._grid.heightForWidth(width) + 2 * sizes.toolbar + 3 * sizes.panel
        return QSize(width + sizes.scrollbar, high).boundedTo(
            self.screen().availableGeometry().size() * 0.95
        )

    def _select(self, tile: Tile) -> None:
        for other in self.tiles:
            other.show_chosen(other is tile)
        tile.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(tile)  # not at a click, whose second half would miss

    def _on_tile_selected(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile) and not tile.isChecked():
            for other in self.tiles:
                other.show_chosen(other is tile)

    def _on_tile_stepped(self, across: int, down: int) -> None:
        columns = self._grid.columns(self._grid.width())
        place = self.tiles.index(self.selected) + across + down * columns
        if 0 <= place < len(self.tiles):
            self._select(self.tiles[place])

    def _take(self) -> None:
        template = self.selected.template
        self.accept()
        self.chosen.emit(template)
