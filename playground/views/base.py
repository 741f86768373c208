"""What every live view is: a widget that says what it wants to see, is told when a run starts, and
presents snapshots.

A view's switches are its actions: they stand in its context menu, and the window may give them
buttons of their own beside the title. Modules of views that draw with pyqtgraph are imported when
their view is built, after the window is up.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from playground.training.snapshot import Run, Snapshot
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance
from playground.window.theme import Theme

TOLD_MS = 1000  # at least between two times that a training is put into words


class View(QWidget):
    """Base of all views.

    `wants` names the parts of a Snapshot it needs: what no visible view wants is never computed.
    `title` may change with the run; `reading` explains how to read the view, `readout` is the few
    words at the right of its title.
    """

    title: str = ""
    wants: ClassVar[frozenset[str]] = frozenset()
    reading: ClassVar[str] = ""

    title_changed = Signal(str)
    readout_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.readout = ""
        self._untold = False  # whether there is something newer than the words
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TOLD_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName(self.title)
        self.setToolTip(tooltip(self.title, self.reading))
        self.look.theme_changed.connect(self._on_theme_changed)

    def start(self, run: Run | None) -> None:
        """Clear, and get ready for a run; None when there is nothing to show."""
        raise NotImplementedError

    def present(self, snapshot: Snapshot) -> None:
        """Show a snapshot of the run that was started. Cheap enough for thirty a second."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw everything anew, in the colours and sizes of now."""
        raise NotImplementedError

    def in_words(self) -> str:
        """The present values, to those who do not see them."""
        raise NotImplementedError

    def rename(self, title: str) -> None:
        """Take another title, where a run is measured by something else."""
        if title != self.title:
            self.title = title
            self.setAccessibleName(title)
            self.setToolTip(tooltip(title, self.reading))
            self.title_changed.emit(title)

    def tell(self) -> None:
        """Say the present values in words, at once."""
        self._untold = False
        words = self.in_words()
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def tell_soon(self) -> None:
        """Say the newest values in words, within a second: to find and to tell them takes as long
        as to draw them, and nobody listens faster."""
        if self._pause.isActive():
            self._untold = True
        else:
            self._pause.start()
            self.tell()

    def add_switch(self, text: str, key: str, tip: str, short: str = "") -> QAction:
        """A switch of this view: in its context menu, and under a key while it has the focus.
        `short` is what a button says that has little room; an action of low priority needs none.
        """
        action = QAction(text, self)
        action.setIconText(short or text)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setStatusTip(tip)
        action.setToolTip(tooltip(text, tip, key))
        self.addAction(action)
        return action

    def set_readout(self, words: str) -> None:
        """Change what stands at the right of the title."""
        if words != self.readout:
            self.readout = words
            self.readout_changed.emit(words)

    def _on_pause_timeout(self) -> None:
        if self._untold:
            self.tell_soon()

    def _on_theme_changed(self, theme: Theme) -> None:
        self.setToolTip(tooltip(self.title, self.reading))
        self.updateGeometry()
        self.redraw()
