"""The stage: the live views one above the other, and what they want to see together."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QEnterEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from playground.training.clock import TICK_MS
from playground.training.snapshot import Run, Snapshot
from playground.views.base import View
from playground.views.boundary import BoundaryView
from playground.views.curves import AccuracyView, LossView
from playground.widgets.button import Button
from playground.widgets.dock_title import DockTitle
from playground.window.appearance import appearance
from playground.window.settings import settings

_APART_MS = 40  # from turn to turn
_LEAST_CURVE = 140  # px at a 13 px font
_ROOM_FOR_TWO = 240  # px of each curve, from which on there are two
_HEIGHTS = "window/stage"  # where the settings keep what a person made of them

Heights = tuple[int, int, int]  # of boundary, loss and accuracy, px; 0 for one that is not seen


class Pane(QWidget):
    """A view under its title, with a button for each of its switches but those of low priority.

    The buttons are seen while the pointer is over the pane or the keyboard in it; their room is
    always kept, so nothing moves.
    """

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.switches: list[Button] = []
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = DockTitle(view.title, parent=self)
        self._title.set_read_out(view.readout)
        view.readout_changed.connect(self._title.set_read_out)
        view.title_changed.connect(self._title.set_title)
        for action in view.actions():
            if action.priority() == QAction.Priority.LowPriority:
                continue
            button = Button(action.iconText(), kind="ghost", parent=self)
            button.follow(action)
            button.set_faint(True)
            self._title.add(button)
            self.switches.append(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(view, 1)
        for stop in (view, *self.switches):
            stop.installEventFilter(self)
        self._made = True

    def preferred_height(self, width: int) -> int:
        """The height at which the view fills a width and nothing is left over."""
        return self._title.sizeHint().height() + self.view.heightForWidth(width)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._reveal()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._reveal()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._made and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._reveal()
        return False

    def _reveal(self) -> None:
        focus = QApplication.focusWidget()
        near = self.underMouse() or (focus is not None and self.isAncestorOf(focus))
        for button in self.switches:
            button.set_faint(not near)


class Stage(QSplitter):
    """Boundary over the curves; hidden views are shown nothing.

    The boundary is square and as wide as the stage, until a person moves a line between them, which
    is remembered. The accuracy gives way where there is no ample room for two curves, and both
    while designing.
    Views are shown snapshots while `alone` is held.
    """

    wants_changed = Signal(object)  # frozenset[str]

    def __init__(
        self,
        alone: AbstractContextManager[object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._alone = alone if alone is not None else nullcontext()
        self.setChildrenCollapsible(False)
        self.boundary, self.loss, self.accuracy = BoundaryView(), LossView(), AccuracyView()
        self.views: tuple[View, ...] = (self.boundary, self.loss, self.accuracy)
        self.panes = tuple(Pane(view) for view in self.views)
        for pane in self.panes:
            self.addWidget(pane)
        self._wants: frozenset[str] = frozenset()
        self._frame = 0
        self._newest: Snapshot | None = None
        self._behind: set[View] = set()  # those that have not shown it yet
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setTimerType(Qt.TimerType.PreciseTimer)
        self._soon.timeout.connect(self._on_soon_timeout)
        self._by_hand = _kept_heights()
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
        if self._by_hand is None:
            self._share_out()

    def arrange(self) -> None:
        """Put the lines back where they belong."""
        self._by_hand = None
        settings().remove(_HEIGHTS)
        self._share_out()

    def _on_moved(self) -> None:
        boundary, loss, accuracy = self.sizes()
        self._by_hand = (boundary, loss, accuracy)

    def preferred_height(self, width: int) -> int:
        """The height at which the boundary fills a width and nothing is left over, while it is
        all that is seen."""
        return self.panes[0].preferred_height(width)

    def _share_out(self) -> None:
        grown = appearance().sizes.body / 13.0
        title = appearance().sizes.dock_title
        rest = self.height() - self.preferred_height(self.width()) - self.handleWidth()
        curves = max(rest, round(_LEAST_CURVE * grown) + title)
        both = rest >= 2 * (round(_ROOM_FOR_TWO * grown) + title)
        by_hand = self._by_hand
        if by_hand is not None:
            both = by_hand[2] > 0
        _, loss, accuracy = self.panes
        loss.setVisible(not self._designing)
        accuracy.setVisible(not self._designing and both)
        if by_hand is not None and not self._designing:
            self.setSizes(by_hand)
            return
        second = curves // 2 if both else 0
        self.setSizes([self.height() - curves, curves - second, second])

    def wants(self) -> frozenset[str]:
        """What the visible views want, together; nothing while the stage is out of sight."""
        if not self.isVisible():
            return frozenset()
        return frozenset().union(*(view.wants for view in self.views if view.isVisibleTo(self)))

    def start(self, run: Run | None) -> None:
        """Get every view ready for a run, or empty."""
        self._soon.stop()
        self._newest = None
        for view in self.views:
            view.start(run)
        if self._by_hand is None:  # other data has another legend
            self._share_out()

    def present(self, snapshot: Snapshot, moving: bool) -> None:
        """Show a snapshot in every visible view.

        While it is `moving` they take turns, so that no frame has to draw everything: the boundary
        has every second turn, and each curve, which changes by a pixel or two, one in four. What
        had no turn follows where no newer snapshot comes.
        """
        self._newest = snapshot
        self._behind = set(self.views)
        if moving:
            if not self._soon.isActive():
                self._soon.start(TICK_MS // 2)
            return
        self._soon.stop()
        for view in self.views:
            self._show(view)

    def _on_soon_timeout(self) -> None:
        order: tuple[View, ...] = (self.boundary, self.loss, self.boundary, self.accuracy)
        turns = [view for view in order if view.isVisible()]
        if turns:
            self._frame += 1
            self._show(turns[self._frame % len(turns)])
        if any(view.isVisible() for view in self._behind):
            self._soon.start(_APART_MS)

    def _show(self, view: View) -> None:
        if view.isVisible() and self._newest is not None and view in self._behind:
            self._behind.discard(view)
            with self._alone:
                view.present(self._newest)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_wants()
        if self._newest is not None:
            self.present(self._newest, moving=False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._by_hand is not None:
            settings().setValue(_HEIGHTS, ",".join(map(str, self._by_hand)))
        self._tell_wants()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._tell_wants()
        if event.type() == QEvent.Type.Show and isinstance(watched, View):
            self._show(watched)
        return False

    def _tell_wants(self) -> None:
        wants = self.wants()
        if wants != self._wants:
            self._wants = wants
            self.wants_changed.emit(wants)


def _kept_heights() -> Heights | None:
    """What a person made of the heights at an earlier start; None for nothing, or nonsense."""
    found = re.fullmatch(r"(\d{1,5}),(\d{1,5}),(\d{1,5})", str(settings().value(_HEIGHTS)))
    if found is None:
        return None
    boundary, loss, accuracy = (int(height) for height in found.groups())
    return (boundary, loss, accuracy) if boundary and loss else None
