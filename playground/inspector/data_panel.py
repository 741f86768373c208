"""The data in one panel: which, how noisy, and how to read what becomes of it."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import Prepared, Sampled
from engine.design import Design
from engine.spec import fields
from playground.inspector import words
from playground.inspector.column import Column
from playground.inspector.data_edits import with_data, with_data_kind
from playground.inspector.data_facts import described
from playground.inspector.data_grid import DataGrid
from playground.inspector.editors import ShareField
from playground.inspector.legend import Legend
from playground.inspector.row import Row
from playground.widgets import Label, Separator, Slider
from playground.window.appearance import appearance
from playground.window.theme import DATA_WIDTHS

_NOISE = next(field for field in fields(Sampled) if field.name == "noise")


class NoiseRow(Row):
    """How noisy drawn data is, along a slider; `noise_edited(ν)` comes from a person."""

    noise_edited = Signal(object)  # float

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(words.name_of(_NOISE), words.tip(_NOISE), parent=parent)
        self._share = ShareField(_NOISE, words.name_of(_NOISE), self)
        self._share.value_edited.connect(self.noise_edited)
        self.reset_requested.connect(self._on_reset_requested)
        self.hold(self._share)

    @property
    def slider(self) -> Slider:
        return self._share.slider

    @property
    def shown(self) -> str:
        """The value as it is read."""
        return self._share.read_out.text() if self._share.read_out is not None else ""

    def show_noise(self, noise: float) -> None:
        """Show a value, silently."""
        self._share.show_value(noise)
        self.offer_reset("none" if noise != _NOISE.default else None)

    def _on_reset_requested(self) -> None:
        self.noise_edited.emit(_NOISE.default)


class DataPanel(QWidget):
    """Edits a design's data without changing it: `design_edited(design)` carries each new design,
    its output and loss made to fit the data. `open_table_requested` asks for a table of one's own.

    The legend at the foot gives way where there is no room for it, once the pictures have given
    what they can.
    """

    design_edited = Signal(object)
    open_table_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.design = Design()
        self.grid = DataGrid()
        self.noise = NoiseRow()
        self.summary = Label("", "small", wrap=True)
        self.legend = Legend()
        self.open_table = QAction("Open a &table…", self)
        self.grid.chosen.connect(self._on_grid_chosen)
        self.grid.addAction(self.open_table)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.noise.noise_edited.connect(self._on_noise_noise_edited)
        self.open_table.triggered.connect(self.open_table_requested)
        self._kinds = Column(DATA_WIDTHS)
        self._kinds.add(self.grid)
        self._below = QWidget()
        self._lines = QVBoxLayout(self._below)
        self._rule = QVBoxLayout()
        self._rule.addWidget(Separator(Qt.Orientation.Horizontal))
        self._lines.addLayout(self._rule)
        self._lines.addWidget(self.noise)
        self._lines.addWidget(self.summary)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._kinds)
        outer.addWidget(self._below)
        outer.addStretch(1)
        outer.addWidget(self.legend)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for before, after in pairwise(
            [*self.grid.thumbnails, self.grid.table, *self.noise.stops()]
        ):
            QWidget.setTabOrder(before, after)
        appearance().theme_changed.connect(self._share_out)
        self.show_design(self.design)

    def show_design(self, design: Design, prepared: Prepared | None = None) -> None:
        """Show a design's data, silently; with `prepared` data also what only reading tells."""
        data, summary = design.data, described(design.data, prepared)
        same = data == self.design.data and summary == self.summary.text()
        self.design = design
        if same:
            return
        self.grid.show_data(data)
        self.noise.setVisible(isinstance(data, Sampled))
        if isinstance(data, Sampled):
            self.noise.show_noise(data.noise)
        self.summary.setText(summary)
        self._share_out()

    def _on_grid_chosen(self, kind: str) -> None:
        if kind != self.design.data.kind:
            self._emit(with_data_kind(self.design, kind))

    def _on_noise_noise_edited(self, noise: float) -> None:
        data = self.design.data
        if isinstance(data, Sampled) and noise != data.noise:
            self._emit(with_data(self.design, replace(data, noise=noise)))

    def _emit(self, design: Design) -> None:
        self.show_design(design)
        self.design_edited.emit(design)

    # --- what has room ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Leave room for the legend if that can be, else give all of it to the kinds of data."""
        sizes = appearance().sizes
        edge = round(sizes.strong)
        beside = sizes.panel - edge
        self._lines.setContentsMargins(beside, 0, beside, sizes.panel)
        self._rule.setContentsMargins(edge, 0, edge, sizes.inside)
        self._lines.setSpacing(sizes.inside)
        self.summary.setContentsMargins(edge, 0, edge, 0)
        width, frame = self.width(), sizes.inside + sizes.panel
        room = self.height() - self._lines.heightForWidth(width) - frame
        legend = self.legend.sizeHint().height()
        explained = self.grid.fit(width - 2 * beside, room - legend)
        if not explained:
            self.grid.fit(width - 2 * beside, room)
        self.legend.setVisible(explained)
        self._kinds.setMaximumHeight(self.grid.heightForWidth(width - 2 * beside) + frame)
