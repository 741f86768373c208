"""Where the inspector sits: in its dock, or where the window is narrow in a drawer over the canvas
that opens for what is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from playground.canvas.canvas import Canvas
from playground.window import tab_order
from playground.window.drawer import Drawer


class Seat(QObject):
    """Moves the inspector between its dock and the drawer, the views below it while designing, and
    opens and closes either by one action.

    In the drawer it follows the canvas: it is out while something is selected. It never takes the
    keyboard unless the action asks for it, and then gives it back to the canvas.
    """

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(
        self,
        canvas: Canvas,
        drawer: Drawer,
        docks: tuple[QDockWidget, QDockWidget],
        boundary_height: Callable[[int], int],
        action: QAction,
    ) -> None:
        super().__init__(drawer)
        self._canvas, self._drawer, self._action = canvas, drawer, action
        self._inspector_dock, self._views_dock = docks
        self._inspector, self._views = (dock.widget() for dock in docks)
        self._boundary_height = boundary_height
        self._narrow, self._designing = False, False
        self._held, self._twice = False, False  # a mouse button, over the canvas
        self._shown_for: tuple[str, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._on_soon_timeout)
        canvas.selection_changed.connect(self._on_canvas_changed)
        canvas.scene_changed.connect(self._on_canvas_changed)
        drawer.close_requested.connect(self.close)
        drawer.covered_changed.connect(self._on_drawer_covered_changed)
        self._inspector_dock.visibilityChanged.connect(self._tell)
        self._inspector_dock.toggleViewAction().setVisible(False)  # the action does it everywhere
        self._made = True

    # --- where it sits ------------------------------------------------------------------------

    def follow(self, narrow: bool, designing: bool) -> None:
        """Sit where there is room now."""
        if (narrow, designing) == (self._narrow, self._designing):
            return
        self._narrow, self._designing = narrow, designing
        self._drawer.set_open(False)
        below = self._views if narrow and designing else None
        if narrow:
            self._drawer.hold(self._inspector, below, self._boundary_height)
        else:
            self._drawer.hold(None)
            self._give_back(self._inspector_dock, self._inspector)
        if below is None:
            self._give_back(self._views_dock, self._views)
        self._drawer.strip.setVisible(self._follows)
        self._canvas.removeEventFilter(self)
        if self._follows:
            self._canvas.installEventFilter(self)
        self._shown_for = ()
        self._on_canvas_changed()
        self._tell()

    @property
    def _follows(self) -> bool:
        """Whether it comes and goes with what is selected."""
        return self._narrow and self._designing

    @staticmethod
    def _give_back(dock: QDockWidget, widget: QWidget) -> None:
        if dock.widget() is not widget:
            dock.setWidget(widget)
            widget.show()

    # --- in and out ---------------------------------------------------------------------------

    @property
    def opened(self) -> bool:
        """Whether the inspector is to be seen."""
        return self._drawer.opened if self._narrow else not self._inspector_dock.isHidden()

    def toggle(self) -> None:
        """Show the inspector and give it the keyboard, or close it."""
        if self.opened:
            self.close()
            return
        if self._narrow:
            self._drawer.set_open(True)
        else:
            self._inspector_dock.show()
        stops = tab_order.stops(self._inspector.window(), [self._inspector])
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)
        self._tell()

    def close(self) -> None:
        """Put it out of sight; the keyboard goes back to the canvas if it was in it."""
        focused = QApplication.focusWidget()
        if focused is not None and self._inspector.isAncestorOf(focused):
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._narrow:
            self._drawer.set_open(False)
        else:
            self._inspector_dock.close()
        self._tell()

    def _tell(self) -> None:
        self._action.setChecked(self.opened)

    # --- the drawer follows the canvas --------------------------------------------------------

    def _on_canvas_changed(self) -> None:
        if self._follows and not self._held and not self._soon.isActive():
            self._soon.start(0)  # an edit may let go of what it selects at its end

    def _on_soon_timeout(self) -> None:
        """Be out for what is selected now, unless it was for the same before."""
        selection = self._canvas.selection
        if selection != self._shown_for:
            self._shown_for = selection
            if selection:
                self._drawer.set_open(True)
                self._canvas.reveal(selection[-1])
            else:
                self.close()
        self._tell()

    def _on_drawer_covered_changed(self, covered: int) -> None:
        self._canvas.cover(covered)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait while a button is held: a column may be carried, or the click be the first of two
        where the drawer would come between them."""
        if not self._made or not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._held = True
            self._soon.stop()
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self._held = self._twice = True
            self._soon.stop()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            if not self._twice:
                self._on_canvas_released(event)
            self._held = self._twice = False
        return False

    def _on_canvas_released(self, event: QMouseEvent) -> None:
        hit = self._canvas.hit(event.position())
        if hit.key in self._canvas.selection and not self._drawer.opened:
            self._shown_for = ()  # clicked again to have it back
        under = event.position().x() > self._canvas.width() - self._drawer.width_out
        later = under and not self._drawer.opened
        self._soon.start(QApplication.doubleClickInterval() if later else 0)
