"""The title of a dock: its name, how many things are in it, a read-out, and its two buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QSizePolicy, QWidget

from playground.widgets.button import Button
from playground.widgets.chip import Chip
from playground.widgets.label import Label
from playground.window.appearance import appearance


class DockTitle(QWidget):
    """Stands as a dock's title bar, or alone above a part of a dock.

    With a dock, float and close appear left of the read-out while the pointer or the keyboard is
    here; their room is always kept, so nothing moves.
    """

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(
        self, title: str, dock: QDockWidget | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self._dock = dock
        self.setAccessibleName(title)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title = Label(title, "dock", parent=self)
        self._count = Chip("0", name=title, parent=self)
        self._count.hide()
        self._read_out = Label("", "small", parent=self)
        self._buttons: list[Button] = []
        if dock is not None:
            float_ = self._button("square-arrow-out-up-right", f"Float {title}")
            float_.clicked.connect(self._on_float_clicked)
            close = self._button("x", f"Close {title}")
            close.clicked.connect(dock.close)
            self._buttons = [float_, close]
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        for button in self._buttons:
            self._row.addWidget(button)
        self._row.addWidget(self._read_out)
        self._arrange()
        self._reveal(False)
        self._made = True
        self.look.theme_changed.connect(self._on_theme_changed)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def add(self, button: Button) -> None:
        """Have a button left of the read-out; whoever adds it says when it is seen."""
        self._row.insertWidget(self._row.indexOf(self._read_out), button)

    def set_count(self, count: int | None) -> None:
        """How many things are in the dock; None shows no number."""
        self._count.setVisible(count is not None)
        self._count.set_text(f"{count or 0:,}")

    def set_read_out(self, text: str, *, rewound: bool = False) -> None:
        """A few words at the right, such as the scale or the epoch shown."""
        self._read_out.setText(text)
        self._read_out.set_role("rewound" if rewound else "small")

    def sizeHint(self) -> QSize:
        return QSize(0, self.look.sizes.dock_title)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._row.minimumSize().width(), self.look.sizes.dock_title)

    def _button(self, icon: str, name: str) -> Button:
        button = Button(kind="ghost", icon=icon, name=name, size="hit", parent=self)
        button.installEventFilter(self)
        return button

    def _on_float_clicked(self) -> None:
        if self._dock is not None:
            self._dock.setFloating(not self._dock.isFloating())

    def _reveal(self, shown: bool) -> None:
        for button in self._buttons:
            button.set_faint(not shown)

    def _focused(self) -> bool:
        return any(button.hasFocus() for button in self._buttons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._made and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._reveal(event.type() == QEvent.Type.FocusIn or self.underMouse())
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._reveal(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._reveal(self._focused())
        super().leaveEvent(event)

    def _arrange(self) -> None:
        sizes = self.look.sizes
        self._row.setContentsMargins(sizes.panel, 0, sizes.panel, 0)
        self._row.setSpacing(sizes.inside)

    def _on_theme_changed(self) -> None:
        self._arrange()
        self.updateGeometry()
