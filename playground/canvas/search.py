"""Type-ahead over the canvas: which layer, or which activation, shall it be?"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from playground.canvas.gestures.proposals import Proposal
from playground.canvas.sheet import Sheet
from playground.widgets.drawing import rounded
from playground.widgets.tooltip import tooltip
from playground.widgets.type_ahead import Find, TypeAhead
from playground.window.icons import paint_icon
from playground.window.theme import KINDS, TINTS

_ROWS = 7  # seen at once
_NOTHING = "Nothing fits. Try a name or a number of units."


class Search(TypeAhead):
    """Offers proposals: their kind's icon, their name, a few words at the right."""

    def __init__(self, sheet: Sheet) -> None:
        self._present = ""
        self._sheet = sheet
        super().__init__(sheet, "Find a layer", _ROWS, _NOTHING)
        self.line.setToolTip(
            tooltip("Find a layer", "Type a kind, an activation or a number of units.")
        )

    def free(self) -> QRectF:
        return self._sheet.free

    def open(self, find: Find, at: QPoint, hint: str, text: str = "", present: str = "") -> None:
        """Ask at a place of the parent; `find` gives what fits a text. The proposal with the key
        `present` is what there is already: it is ticked, and chosen until something is typed."""
        self._present = present
        self.ask(find, at, hint, QApplication.focusWidget() or self._host, text)

    def _on_line_text_changed(self, text: str) -> None:
        super()._on_line_text_changed(text)
        keys = [proposal.key for proposal in self.proposals]
        if self._present in keys and not text:
            self.list.setCurrentRow(keys.index(self._present))
            self.list.scrollToItem(self.list.currentItem())

    def spoken(self, value: Any) -> str:
        words = "the present one" if value.key == self._present else value.words
        return f"{value.name}, {words}" if words else str(value.name)

    def paint_row(self, painter: QPainter, area: QRectF, value: Any) -> None:
        look, sizes = self.look, self.look.sizes
        proposal: Proposal = value
        token = f"kind_{proposal.token}"
        chip = QRectF(0, 0, sizes.hit, sizes.hit)
        chip.moveCenter(QPointF(area.left() + sizes.inside + sizes.hit / 2, area.center().y()))
        rounded(painter, chip, sizes.radius_field, look.color(token, TINTS.chip))
        paint_icon(painter, KINDS[proposal.token], token, chip.center(), sizes.icon_field)
        words = area.adjusted(sizes.hit + 3 * sizes.inside, 0, -sizes.related, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("body", 500, tabular=True))
        painter.setPen(look.color("text"))
        painter.drawText(words, middle, proposal.name)
        if proposal.key == self._present:
            at = QPointF(words.right() - sizes.icon / 2, area.center().y())
            paint_icon(painter, "check", "focus", at)
            return
        left = painter.fontMetrics().horizontalAdvance(proposal.name) + sizes.group
        painter.setFont(look.font("caption"))
        if painter.fontMetrics().horizontalAdvance(proposal.words) <= words.width() - left:
            painter.setPen(look.color("text_muted"))
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, proposal.words)
