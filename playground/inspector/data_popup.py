"""All data sets in a list that opens over the window, until one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import Data
from playground.inspector.data_grid import DataGrid
from playground.widgets import Button, Separator
from playground.widgets.drawing import rounded
from playground.window.appearance import appearance

_COLUMNS = 4
_CELL = 100  # px of a thumbnail at a 13 px font


class DataPopup(QWidget):
    """Thumbnails of every kind with their names, and a way to a table of one's own.

    Arrows walk, Enter chooses, Esc closes; whatever had the keyboard has it again afterwards.
    `chosen(kind)` comes after it has closed.
    """

    chosen = Signal(str)
    open_table_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName("Data")
        self.grid = DataGrid(_COLUMNS)
        self.open_table = Button(
            "Open a table…",
            kind="ghost",
            icon="table",
            tip="Learn from a text file of your own, such as a CSV.",
        )
        self.open_table.setAutoDefault(True)  # Enter presses it, as it chooses in the list
        self.grid.chosen.connect(self._on_grid_chosen)
        self.open_table.clicked.connect(self._on_open_table_clicked)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.grid)
        self._column.addWidget(Separator(Qt.Orientation.Horizontal))
        self._column.addWidget(self.open_table)

    def show_data(self, data: Data) -> None:
        """Mark the data that is chosen, silently."""
        self.grid.show_data(data)

    def open_under(self, widget: QWidget, by_key: bool) -> None:
        """Open below a widget, wholly on its screen, with the keyboard at the data of now."""
        self._arrange()
        room = widget.screen().availableGeometry()
        at = widget.mapToGlobal(QPoint(0, widget.height() + appearance().sizes.inside))
        x = min(max(at.x(), room.left()), room.right() - self.width())
        y = min(max(at.y(), room.top()), room.bottom() - self.height())
        self.move(x, y)
        self.show()
        reason = Qt.FocusReason.TabFocusReason if by_key else Qt.FocusReason.MouseFocusReason
        self.grid.chosen_one.setFocus(reason)

    def _arrange(self) -> None:
        sizes = appearance().sizes
        self._column.setContentsMargins(*[sizes.pad_field] * 4)
        self._column.setSpacing(sizes.related)
        cell = round(_CELL * sizes.body / 13.0)
        inner = _COLUMNS * cell + (_COLUMNS - 1) * sizes.related + 2 * round(sizes.strong)
        width = inner + 2 * sizes.pad_field
        self.setFixedSize(width, self._column.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = appearance()
        painter = QPainter(self)
        edge, line = look.color("border_strong"), look.sizes.hairline
        rounded(painter, QRectF(self.rect()), 0, look.color("panel"), edge, line)

    def _on_grid_chosen(self, kind: str) -> None:
        self.close()
        self.chosen.emit(kind)

    def _on_open_table_clicked(self) -> None:
        self.close()
        self.open_table_requested.emit()
