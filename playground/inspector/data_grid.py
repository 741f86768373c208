"""Every kind of data at a glance."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.data import Csv, Data
from playground.inspector.data_edits import drawn_kinds
from playground.inspector.flow import Placed, Places
from playground.inspector.thumbnail import ASPECT, TableThumbnail, Thumbnail
from playground.window.appearance import appearance

_LEAST_ASPECT = 0.6  # flatter, and a spiral is a knot


class DataGrid(Placed):
    """Thumbnails, as many in a row as their names have room for, but at most `columns`. A table
    stands beside the kinds while it is the data.

    `chosen(kind)` tells that a person wants another one.
    """

    chosen = Signal(str)

    def __init__(self, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = columns
        self._roomy = True
        self.setAccessibleName("Kinds of data")
        self.table = TableThumbnail(self)
        self.table.hide()
        self._drawn = [Thumbnail(kind, self) for kind in drawn_kinds()]
        for thumbnail in (*self._drawn, self.table):
            thumbnail.clicked.connect(lambda _=False, kind=thumbnail.kind: self.chosen.emit(kind))
            thumbnail.stepped.connect(
                lambda across, down, of=thumbnail: self._step(of, across, down)
            )

    @property
    def thumbnails(self) -> list[Thumbnail]:
        """Those that can be chosen now."""
        return [*self._drawn, *(() if self.table.isHidden() else (self.table,))]

    @property
    def chosen_one(self) -> Thumbnail:
        """The thumbnail of the data that is shown."""
        return next((each for each in self.thumbnails if each.isChecked()), self._drawn[0])

    def show_data(self, data: Data) -> None:
        """Show what is chosen, silently."""
        self.table.setVisible(isinstance(data, Csv))
        if isinstance(data, Csv):
            self.table.show_file(data.path)
        kinds = [thumbnail.kind for thumbnail in self.thumbnails]
        stop = data.kind if data.kind in kinds else kinds[0]
        for thumbnail in self.thumbnails:
            thumbnail.show_chosen(thumbnail.kind == data.kind, thumbnail.kind == stop)
        self.updateGeometry()
        self.place()

    # --- where everything stands --------------------------------------------------------------

    def fit(self, width: int, height: int) -> bool:
        """Be as high as this if need be, pictures flatter and closer; whether that is enough."""
        self._bend(ASPECT, roomy=True)
        if self.heightForWidth(width) > height:
            self._bend(ASPECT, roomy=False)
            spare = self.heightForWidth(width) - height
            aspect = ASPECT - max(0, spare) / (self._lines(width) * self._cell(width)) - 0.005
            self._bend(max(aspect, _LEAST_ASPECT), roomy=False)
        self.updateGeometry()
        self.place()
        return self.heightForWidth(width) <= height

    def places(self, width: int) -> tuple[Places, int]:
        edge, gap = round(appearance().sizes.strong), appearance().sizes.related
        columns, cell = self._columns(width), self._cell(width)
        high = self._drawn[0].heightForWidth(cell)
        pitch = high + (appearance().sizes.panel if self._roomy else gap)
        places: Places = []
        for place, thumbnail in enumerate(self.thumbnails):
            line, column = divmod(place, columns)
            left, top = edge + column * (cell + gap), edge + line * pitch
            places.append((thumbnail, QRect(left, top, cell, high)))
        return places, 2 * edge + (self._lines(width) - 1) * pitch + high

    def _bend(self, aspect: float, roomy: bool) -> None:
        self._roomy = roomy
        for thumbnail in (*self._drawn, self.table):
            thumbnail.aspect = aspect

    def _cell(self, width: int) -> int:
        sizes, columns = appearance().sizes, self._columns(width)
        inner = width - 2 * round(sizes.strong) - (columns - 1) * sizes.related
        return max(1, inner // columns)

    def _lines(self, width: int) -> int:
        return -(-len(self.thumbnails) // self._columns(width))

    def _columns(self, width: int) -> int:
        sizes = appearance().sizes
        inner = width - 2 * round(sizes.strong) + sizes.related
        return min(max(inner // (self._widest() + sizes.related), 1), self._most)

    def _widest(self) -> int:
        return max(thumbnail.minimumSizeHint().width() for thumbnail in self._drawn)

    def minimumSizeHint(self) -> QSize:
        sizes = appearance().sizes
        return QSize(self._widest() + 2 * round(sizes.strong), sizes.control)

    # --- keys ---------------------------------------------------------------------------------

    def _step(self, thumbnail: Thumbnail, across: int, down: int) -> None:
        shown = self.thumbnails
        place = shown.index(thumbnail) + across + down * self._columns(self.width())
        if 0 <= place < len(shown):
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)
