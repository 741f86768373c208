"""Words on the window: labels by their role, thin lines between groups, and empty states."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from playground.window.appearance import appearance

Role = Literal[
    "body",
    "caption",
    "small",
    "muted",
    "strong",
    "heading",
    "title",
    "big",
    "dock",
    "rewound",
    "danger",
]


class Label(QLabel):
    """Plain text in one of the roles that the style sheet knows."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_role(self, role: Role) -> None:
        """Speak in another role; nothing happens where it already does."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)


class Separator(QFrame):
    """A hairline between groups: upright in a bar, lying in a column."""

    def __init__(
        self, across: Qt.Orientation = Qt.Orientation.Vertical, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._upright = across == Qt.Orientation.Vertical
        self.setProperty("role", "separator")
        fixed, grows = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if self._upright else grows, fixed)
        appearance().theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        sizes = appearance().sizes
        line = round(sizes.hairline)
        return QSize(line, sizes.separator) if self._upright else QSize(line, line)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()


class EmptyState(Label):
    """One muted sentence in the middle of a view that has nothing to show yet."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "muted", wrap=True, parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text)
