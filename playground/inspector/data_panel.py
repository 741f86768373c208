"""The data in one panel: which, how much, how noisy, how it is split, and what the network sees."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import Csv, Data, Prepared, Sampled
from engine.design import Design
from playground.inspector.column import Column
from playground.inspector.data_edits import with_data, with_data_kind
from playground.inspector.data_grid import DataGrid
from playground.inspector.flow import Flow
from playground.inspector.form import SpecForm
from playground.widgets import Button, Label, Separator
from playground.window.theme import DATA_WIDTHS

_SHARES = ("noise", "validation_fraction", "test_fraction")


class DataPanel(QWidget):
    """Edits a design's data without changing it: `design_edited(design)` carries each new design,
    its output and loss made to fit the data. `open_table_requested` asks for a table of one's own.
    """

    design_edited = Signal(object)
    open_table_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.design = Design()
        self.grid = DataGrid()
        self.file = Label("", "strong", wrap=True)
        self.summary = Label("", "muted", wrap=True)
        self.form = SpecForm(self.design.data, skip={"path"}, shares=_SHARES, lead=("noise",))
        self.open = Button(
            "Open a table…", icon="table", tip="Learn from a text file of your own, such as a CSV."
        )
        self.grid.chosen.connect(self._on_grid_chosen)
        self.form.edited.connect(self._on_form_edited)
        self.open.clicked.connect(self.open_table_requested)
        opening = Flow()
        opening.fill([self.open])
        column = Column(DATA_WIDTHS)
        column.add(self.grid)
        column.add(opening)
        column.add(self.file, inset=True)
        column.add(self.summary, inset=True)
        column.add(Separator(Qt.Orientation.Horizontal))
        column.add(self.form)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.show_design(self.design)

    def show_design(self, design: Design, prepared: Prepared | None = None) -> None:
        """Show a design's data, silently; with `prepared` data also what only reading tells."""
        self.design = design
        data = design.data
        self.grid.show_kind(data.kind)
        self.file.setVisible(isinstance(data, Csv))
        if isinstance(data, Csv):
            self.file.setText(_breakable(PurePath(data.path.replace("\\", "/")).name))
            self.file.setToolTip(data.path)
        self.summary.setText(described(data, prepared))
        self.form.show_spec(data)
        self._order()

    def _on_grid_chosen(self, kind: str) -> None:
        if kind != self.design.data.kind:
            self._emit(with_data_kind(self.design, kind))

    def _on_form_edited(self, data: Data) -> None:
        self._emit(with_data(self.design, data))

    def _emit(self, design: Design) -> None:
        self.show_design(design)
        self.design_edited.emit(design)

    def _order(self) -> None:
        stops = [*self.grid.thumbnails, self.open, *self.form.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


def _breakable(name: str) -> str:
    """A file's name that, if it is long, may go on in the next line after each word."""
    return re.sub(r"[^A-Za-z0-9]|[A-Za-z0-9]{16}", "\\g<0>\u200b", name) if len(name) > 20 else name


def described(data: Data, prepared: Prepared | None = None) -> str:
    """`500 points, 2 inputs, 2 classes`, as far as it is known."""
    facts = data.facts()
    parts = []
    if isinstance(data, Sampled):
        parts.append(_count(data.samples, "point"))
    elif prepared is not None:
        rows = (prepared.y_train, prepared.y_validation, prepared.y_test)
        parts.append(_count(sum(len(part) for part in rows), "row"))
    if facts is not None:
        inputs, classes, target = facts.inputs, facts.classes, facts.target
    elif prepared is not None:
        inputs, classes, target = prepared.inputs, prepared.classes, prepared.target
    else:
        return "Not read yet."
    parts.append(_count(len(inputs), "input"))
    parts.append(_count(len(classes), "class") if classes else f"{target} is a number")
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    plural = "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{'' if number == 1 else plural}"
