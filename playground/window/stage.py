"""The stage: the live views one above the other, and what they want to see together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from playground.training.snapshot import Run, Snapshot
from playground.views.base import View
from playground.views.boundary import BoundaryView
from playground.views.curves import AccuracyView, LossView
from playground.widgets.button import Button
from playground.widgets.dock_title import DockTitle
from playground.window.appearance import appearance

_LEAST_CURVE = 140  # px at a 13 px font


class Pane(QWidget):
    """A view under its title, with a button for each of its switches but those of low priority."""

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = DockTitle(view.title, parent=self)
        title.set_read_out(view.readout)
        view.readout_changed.connect(title.set_read_out)
        view.title_changed.connect(title.set_title)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, appearance().sizes.panel, 0)
        head.addWidget(title, 1)
        for action in view.actions():
            if action.priority() == QAction.Priority.LowPriority:
                continue
            button = Button(action.iconText(), kind="ghost", parent=self)
            button.follow(action)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(view, 1)


class Stage(QSplitter):
    """Boundary over the curves; hidden views are shown nothing.

    The boundary is square and as wide as the stage, until a person moves a line between them. The
    accuracy gives way where there is no room for two curves, and both while designing.
    """

    wants_changed = Signal(object)  # frozenset[str]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setChildrenCollapsible(False)
        self.boundary, self.loss, self.accuracy = BoundaryView(), LossView(), AccuracyView()
        self.views: tuple[View, ...] = (self.boundary, self.loss, self.accuracy)
        self.panes = tuple(Pane(view) for view in self.views)
        for pane in self.panes:
            self.addWidget(pane)
        self._wants: frozenset[str] = frozenset()
        self._frame = 0
        self._moved = False
        self._designing = False
        self.splitterMoved.connect(self._on_moved)
        for view in self.views:
            view.installEventFilter(self)

    def set_designing(self, designing: bool) -> None:
        """While designing only the boundary is seen."""
        self._designing = designing
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved:
            self._share_out()

    def _on_moved(self) -> None:
        self._moved = True

    def _share_out(self) -> None:
        sizes = appearance().sizes
        least = round(_LEAST_CURVE * sizes.body / 13.0) + sizes.dock_title
        square = self.width() + round(2.5 * sizes.dock_title)
        rest = self.height() - square
        _, loss, accuracy = self.panes
        loss.setVisible(not self._designing)
        accuracy.setVisible(not self._designing and rest >= 2 * least)
        curves = max(least, rest)
        self.setSizes([self.height() - curves, curves // 2, curves // 2])

    def wants(self) -> frozenset[str]:
        """What the visible views want, together."""
        return frozenset().union(*(view.wants for view in self.views if view.isVisibleTo(self)))

    def start(self, run: Run | None) -> None:
        """Get every view ready for a run, or empty."""
        for view in self.views:
            view.start(run)

    def present(self, snapshot: Snapshot, moving: bool) -> None:
        """Show a snapshot in every visible view.

        While it is `moving` the boundary gets every snapshot, and each curve one in four, in
        turn: a learning curve changes by a pixel or two, and no frame has to draw everything.
        """
        self._frame += 1
        turns = (self.loss, None, self.accuracy, None)
        for view in self.views:
            waits = moving and view in turns and view is not turns[self._frame % len(turns)]
            if view.isVisible() and not waits:
                view.present(snapshot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            wants = self.wants()
            if wants != self._wants:
                self._wants = wants
                self.wants_changed.emit(wants)
        return False
