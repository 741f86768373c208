"""Buttons: primary for the one thing to do next, secondary with an edge, ghost without, and quiet
for what stays in the background until it is wanted."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.motion import Fade
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import TINTS, Theme

Kind = Literal["primary", "secondary", "ghost", "quiet"]
Size = Literal["hit", "control", "fix"]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A button of one of four kinds, with an icon, a text or both.

    `name` is what screen readers say where the text does not; `tip` is one sentence. The size is
    one of the tokens' heights. Clicking does not take the keyboard away from where it is; Tab does.
    Enter presses it as Space does, on every desktop.
    """

    role = "body"
    weight = 500
    corner = "radius_field"

    def __init__(
        self,
        text: str = "",
        *,
        kind: Kind = "secondary",
        icon: str = "",
        name: str = "",
        tip: str = "",
        size: Size = "control",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.look = appearance()
        self.kind: Kind = kind
        self.icon_name = icon
        self.size_name: Size = size
        self.faint = False
        self.collapsed = False
        self._tip = tip
        self._hover = Fade(self, "hover")
        self._action: QAction | None = None
        self.setAccessibleName(name or text)
        self.setAccessibleDescription(tip)
        self.setToolTip(tooltip(name or text, tip))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRing(self, radius=self.corner)
        self.look.theme_changed.connect(self._on_theme_changed)

    # --- what it shows ------------------------------------------------------------------------

    def set_kind(self, kind: Kind) -> None:
        """Become the primary button, or stop being it."""
        self.kind = kind
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:
        """Show the icon alone, where a bar has no room for the words."""
        self.collapsed = collapsed and bool(self.icon_name)
        self.updateGeometry()
        self.update()

    def set_size(self, size: Size) -> None:
        """Take another of the heights."""
        self.size_name = size
        self.updateGeometry()
        self.update()

    def set_faint(self, faint: bool) -> None:
        """Keep the place but show nothing, until the pointer or the keyboard comes near."""
        self.faint = faint
        self.update()

    def set_tip(self, sentence: str) -> None:
        """Say another sentence in the tooltip, such as why the button cannot be pressed now."""
        self._tip = sentence
        self._describe()

    def follow(self, action: QAction) -> None:
        """Be this action's button: its words, its shortcut, its state; a click triggers it."""
        self._action = action
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def _on_action_changed(self) -> None:
        if (action := self._action) is None:
            return
        self.setText(action.iconText())
        self.setEnabled(action.isEnabled())
        self.setChecked(action.isChecked())
        self.setAccessibleName(action.iconText())
        self._tip = action.statusTip() or self._tip
        self._describe()
        self.updateGeometry()

    def _describe(self) -> None:
        shortcut = self._action.shortcut() if self._action is not None else ""
        self.setToolTip(tooltip(self.accessibleName(), self._tip, shortcut))
        self.setAccessibleDescription(self._tip)

    # --- size ---------------------------------------------------------------------------------

    def label(self) -> str:
        """The words that are painted now."""
        return "" if self.collapsed else self.text()

    def label_font(self) -> QFont:
        return self.look.font(self.role, self.weight)

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        height: int = getattr(sizes, self.size_name)
        if not self.label():
            return QSize(height, height)
        pad = sizes.pad_ghost if self.kind in ("ghost", "quiet") else sizes.pad_control
        if self.size_name == "fix":
            pad = sizes.pad_fix
        return QSize(self._content_width() + 2 * pad, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _content_width(self) -> int:
        sizes = self.look.sizes
        words = QFontMetrics(self.label_font()).horizontalAdvance(self.label())
        icon = sizes.icon if self.icon_name else 0
        return words + icon + (sizes.icon_gap if words and icon else 0)

    # --- paint --------------------------------------------------------------------------------

    def ink(self) -> str:
        """The token of words and icon."""
        if not self.isEnabled():
            return "text_disabled"
        if self.kind == "primary":
            return "accent_text"
        if self.isChecked():
            return "focus"
        return "text_muted" if self.kind == "quiet" and not self._hover.amount else "text"

    def ground(self) -> tuple[QColor | None, QColor | None]:
        """Fill and edge at rest."""
        look = self.look
        if self.kind == "primary":
            return look.color("accent" if self.isEnabled() else "segment_ground"), None
        if self.isChecked():
            return look.color("accent_soft"), None
        if self.kind == "secondary":
            return look.color("raised"), look.color(
                "border_strong" if self.isEnabled() else "border"
            )
        return None, None

    def tint(self) -> QColor:
        """What lies over the ground under the pointer and while pressed."""
        if self.isDown():
            over, dim = TINTS.pressed, TINTS.dim_pressed
        else:
            over, dim = TINTS.hover * self._hover.amount, TINTS.dim * self._hover.amount
        if self.kind == "primary":
            return self.look.color("shadow", dim)
        return self.look.color("text", over)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.faint:
            return
        sizes = self.look.sizes
        painter = QPainter(self)
        area = QRectF(self.rect())
        radius = getattr(sizes, self.corner)
        fill, edge = self.ground()
        if fill is not None or edge is not None:
            rounded(painter, area, radius, fill, edge, sizes.hairline)
        if self.isEnabled() and (self._hover.amount or self.isDown()):
            rounded(painter, area, radius, self.tint())
        elided = self.width() < self.sizeHint().width()
        left = sizes.pad_ghost if elided else (self.width() - self._content_width()) / 2
        ink = self.ink()
        if self.icon_name:
            center = QPointF(left + sizes.icon / 2, self.height() / 2)
            paint_icon(painter, self.icon_name, ink, center)
            left += sizes.icon + sizes.icon_gap
        if self.label():
            painter.setFont(self.label_font())
            painter.setPen(self.look.color(ink))
            words = QRectF(left, 0, self.width() - left, self.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            label = self.label()
            if elided:
                room = int(words.width()) - sizes.pad_ghost
                label = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room)
            painter.drawText(words, flags, label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover.show(self.isEnabled())
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.show(False)
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self._hover.show(self.isEnabled() and self.underMouse())
        super().changeEvent(event)

    def _on_theme_changed(self, theme: Theme) -> None:
        self._describe()
        self.updateGeometry()
        self.update()
