"""The command palette: everything the window can do, found by a few typed letters (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from playground.widgets.drawing import rounded
from playground.widgets.matching import farness
from playground.widgets.tooltip import tooltip
from playground.widgets.type_ahead import TypeAhead
from playground.window.icons import paint_icon
from playground.window.settings import settings

_ROWS = 10  # seen at once
_RECENT, _KEPT = "commands/recent", 8
_HINT = "Type what you want to do"
_LOOSE = 3  # only the letters come in their order


class Command(msgspec.Struct, frozen=True, eq=False):
    """Something to do: `where` it is found otherwise, such as the menu; `reason` why it cannot be
    done now; `checked` where it can be on or off; `token` the colour of its icon."""

    key: str
    name: str
    where: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    token: str = "text_muted"
    reason: str = ""
    checked: bool | None = None


class CommandPalette(TypeAhead):
    """A card at the top of a window; `gather(window)` tells what there is to do each time it opens.

    With nothing typed, what was done last comes first.
    """

    def __init__(self, window: QWidget, gather: Callable[[Any], Sequence[Command]]) -> None:
        super().__init__(window, "Commands", _ROWS, "No command matches.")
        self._gather = gather
        self._commands: Sequence[Command] = ()
        self._prefix = 0
        self.line.setToolTip(tooltip("Commands", "Enter does it, Esc closes."))
        self.chosen.connect(self._on_chosen)
        self.closed.connect(self._on_closed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_app_focus_changed)

    def toggle(self) -> None:
        """Open, or close where it is open; the keyboard goes back to where it was."""
        if self.isVisible():
            self.close_search()
            return
        self._commands = self._gather(self._host)
        places = QFontMetrics(self.look.font("small"))
        self._prefix = max(
            (places.horizontalAdvance(command.where) for command in self._commands), default=0
        )
        self._host.installEventFilter(self)
        back = QApplication.focusWidget() or self._host
        self.ask(self._found, self._corner(), _HINT, back)

    def _corner(self) -> QPoint:
        across = (self._host.width() - self.card_width()) // 2
        return QPoint(across, self.look.sizes.menu_bar + self.look.sizes.related)

    def card_width(self) -> int:
        return self.look.sizes.card_foot

    # --- what fits ----------------------------------------------------------------------------

    def _found(self, query: str) -> list[Command]:
        """The commands that fit what is typed, the nearest first."""
        words = query.lower().split()
        if not words:
            recent = recently_done()
            latest = {key: place for place, key in enumerate(recent)}
            return sorted(self._commands, key=lambda c: latest.get(c.key, len(recent)))
        found = [(far, c) for c in self._commands if (far := _farness(words, c)) is not None]
        near = [pair for pair in found if pair[0] < _LOOSE]
        return [command for _, command in sorted(near or found, key=lambda pair: pair[0])]

    def _on_chosen(self, command: Command) -> None:
        remember(command.key)
        command.run()

    def _on_closed(self) -> None:
        self._commands = ()  # they hold on to the window
        self._host.removeEventFilter(self)

    # --- one command --------------------------------------------------------------------------

    def refusal(self, value: Any) -> str:
        return str(value.reason)

    def spoken(self, value: Any) -> str:
        state = {True: "on", False: "off", None: ""}[value.checked]
        parts = (value.name, value.where, value.shortcut, state, value.reason)
        return ", ".join(part for part in parts if part)

    def paint_row(self, painter: QPainter, area: QRectF, value: Any) -> None:
        look, sizes, command = self.look, self.look.sizes, value
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        inside = area.adjusted(sizes.related, 0, -sizes.related, 0)
        token = "text_disabled" if command.reason else command.token
        if command.icon:
            at = QPointF(inside.left() + sizes.icon / 2, area.center().y())
            paint_icon(painter, command.icon, token, at)
        inside.setLeft(inside.left() + sizes.icon + sizes.related)
        painter.setFont(look.font("small"))
        painter.setPen(look.color("text_disabled" if command.reason else "text_muted"))
        painter.drawText(inside, middle, command.where)
        inside.setLeft(inside.left() + self._prefix + sizes.panel)
        if command.shortcut:
            inside.setRight(self._paint_key(painter, inside, command.shortcut) - sizes.related)
        if command.checked:
            at = QPointF(inside.right() - sizes.icon / 2, area.center().y())
            paint_icon(painter, "check", "focus", at)
            inside.setRight(inside.right() - sizes.icon - sizes.related)
        painter.setFont(look.font("body", 500))
        painter.setPen(look.color("text_disabled" if command.reason else "text"))
        elide, names = Qt.TextElideMode.ElideRight, painter.fontMetrics()
        painter.drawText(inside, middle, names.elidedText(command.name, elide, int(inside.width())))
        inside.setLeft(inside.left() + names.horizontalAdvance(command.name) + sizes.group)
        if command.reason and inside.width() > sizes.picker_width:
            painter.setFont(look.font("small"))
            painter.setPen(look.color("text_muted"))
            why = painter.fontMetrics().elidedText(command.reason, elide, int(inside.width()))
            painter.drawText(inside, middle | right, why)

    def _paint_key(self, painter: QPainter, area: QRectF, keys: str) -> float:
        """The cap of a shortcut at the right of an area; where it begins."""
        look, sizes = self.look, self.look.sizes
        font = look.font("caption", 600)
        wide = QFontMetrics(font).horizontalAdvance(keys) + 2 * sizes.badge_pad
        cap = QRectF(area.right() - wide, 0, wide, sizes.badge + sizes.inside)
        cap.moveTop(round(area.center().y() - cap.height() / 2))
        rounded(painter, cap, sizes.radius_key, look.color("segment_ground"))
        painter.setFont(font)
        painter.setPen(look.color("text_muted"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return cap.left()

    # --- events -------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made:
            return False
        if watched is self._host:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self.place(self._corner())
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if own and event.key() == Qt.Key.Key_K:
                event.ignore()
                return True
        return watched is self.line and super().eventFilter(watched, event)

    def _on_app_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """In some desktops' text fields Ctrl+K deletes to the end: here it does not."""
        if isinstance(old, QLineEdit) and old is not self.line:
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit) and new is not self.line:
            new.installEventFilter(self)


def _farness(words: Sequence[str], command: Command) -> float | None:
    """How far a command is from what is typed: its own name counts before its place."""
    own = farness(words, command.name)
    wide = farness(words, f"{command.where} {command.name}")
    if wide is None:
        return None
    return wide + 0.5 if own is None else min(own, wide + 0.5)


def recently_done() -> list[str]:
    """The keys of the last commands, the latest first."""
    return str(settings().value(_RECENT, "")).split()


def remember(key: str) -> None:
    """Let a command come first next time."""
    kept = [key, *(other for other in recently_done() if other != key)]
    settings().setValue(_RECENT, " ".join(kept[:_KEPT]))
