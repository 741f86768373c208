"""Every kind of drawn data at a glance."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.inspector.data_edits import drawn_kinds
from playground.inspector.flow import Placed, Places
from playground.inspector.thumbnail import Thumbnail
from playground.window.appearance import appearance


class DataGrid(Placed):
    """Thumbnails two in a row, or one where there is no room for their names.

    `chosen(kind)` tells that a person wants another one.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Kinds of data")
        self.thumbnails = [Thumbnail(kind, self) for kind in drawn_kinds()]
        for thumbnail in self.thumbnails:
            thumbnail.clicked.connect(lambda _=False, kind=thumbnail.kind: self.chosen.emit(kind))
            thumbnail.stepped.connect(
                lambda across, down, of=thumbnail: self._step(of, across, down)
            )

    def show_kind(self, kind: str) -> None:
        """Show what is chosen, silently; it may be none of these."""
        kinds = [thumbnail.kind for thumbnail in self.thumbnails]
        stop = kind if kind in kinds else kinds[0]
        for thumbnail in self.thumbnails:
            thumbnail.show_chosen(thumbnail.kind == kind, thumbnail.kind == stop)

    def places(self, width: int) -> tuple[Places, int]:
        sizes = appearance().sizes
        edge, gap = round(sizes.strong), sizes.related
        columns = self._columns(width)
        cell = (width - 2 * edge - (columns - 1) * gap) // columns
        high = self.thumbnails[0].heightForWidth(cell)
        places: Places = []
        for place, thumbnail in enumerate(self.thumbnails):
            line, column = divmod(place, columns)
            left, top = edge + column * (cell + gap), edge + line * (high + gap)
            places.append((thumbnail, QRect(left, top, cell, high)))
        lines = -(-len(self.thumbnails) // columns)
        return places, 2 * edge + lines * (high + gap) - gap

    def _columns(self, width: int) -> int:
        sizes = appearance().sizes
        room = (width - 2 * round(sizes.strong) - sizes.related) // 2
        return 2 if room >= self._widest() else 1

    def _widest(self) -> int:
        return max(thumbnail.minimumSizeHint().width() for thumbnail in self.thumbnails)

    def minimumSizeHint(self) -> QSize:
        sizes = appearance().sizes
        return QSize(self._widest() + 2 * round(sizes.strong), sizes.control)

    def _step(self, thumbnail: Thumbnail, across: int, down: int) -> None:
        place = self.thumbnails.index(thumbnail) + across + down * self._columns(self.width())
        if 0 <= place < len(self.thumbnails):
            self.thumbnails[place].setFocus(Qt.FocusReason.TabFocusReason)
