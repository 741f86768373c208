"""One line of a form: its label, ↶ where the value is not the default, its editor, and beneath it
why an edit was refused, or what there is to know of the value."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from playground.inspector.editors import Editor
from playground.inspector.flow import Flow, Placed, Places
from playground.widgets import Button, Label, tooltip
from playground.window.appearance import appearance


class Row(Placed):
    """Lays out a label and an editor as the room allows: in two columns, at both ends of a line,
    or one above the other. The label's symbol is left out where there is no room for it."""

    reset_requested = Signal()

    def __init__(
        self, words: str, tip: str, *, symbol: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.words = words
        self._longer = f"{words}\u00a0{symbol}" if symbol else words
        self.editor: Editor | None = None
        self.label = Label(self._longer, "muted", wrap=True, parent=self)
        self.label.setToolTip(tooltip(words, tip))
        self.reset = Button(
            kind="ghost", icon="undo-2", name=f"Reset {words}", size="hit", parent=self
        )
        self.reset.clicked.connect(self.reset_requested)
        self.reset.hide()
        self.complaint = Label("", "danger", wrap=True, parent=self)
        self.complaint.hide()
        self._refusal, self._remark = "", ""

    def hold(self, editor: Editor) -> None:
        """Take the editor that belongs to the label."""
        self.editor = editor
        self.label.setBuddy(editor.stops()[0])
        if editor.read_out is not None:
            self.label.set_role("body")
        for widget in editor.widgets:
            widget.show()

    @property
    def error(self) -> str:
        """Why the last edit was refused; empty where it was not."""
        return self._refusal

    def refuse(self, reason: str) -> None:
        """Say beneath the editor why an edit was refused."""
        self._refusal = reason
        self._say()

    def remark(self, words: str) -> None:
        """Say beneath the editor what there is to know of the value that stands there."""
        if words != self._remark:
            self._remark = words
            self._say()

    def _say(self) -> None:
        self.complaint.set_role("danger" if self._refusal else "caption")
        self.complaint.setText(self._refusal or self._remark)
        self.complaint.setVisible(bool(self._refusal or self._remark))
        self.updateGeometry()
        self.place()

    def offer_reset(self, default: str | None) -> None:
        """Show ↶, which goes back to the default that is said; None hides it."""
        had_focus = self.reset.hasFocus()
        self.reset.setVisible(default is not None)
        if default is not None:
            self.reset.set_tip(f"Back to {default}.")
        elif had_focus and self.editor is not None:
            self.editor.stops()[0].setFocus()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [self.reset, *(self.editor.stops() if self.editor is not None else ())]

    # --- where everything stands --------------------------------------------------------------

    def _beside(self) -> int:
        """Where editors begin in a form of two columns."""
        sizes = appearance().sizes
        return sizes.label_column - sizes.panel + round(sizes.strong)

    def editor_area(self, width: int) -> QRect:
        """Where the editor stands in a width."""
        editor = self.editor.widgets[0] if self.editor is not None else None
        return next((area for widget, area in self.places(width)[0] if widget is editor), QRect())

    def _editor_width(self) -> int:
        """What the editor would like to have."""
        sizes = appearance().sizes
        widgets = self.editor.widgets if self.editor is not None else []
        wanted = [widget.sizeHint().width() for widget in widgets[:1]]
        if len(widgets) > 1:
            wanted = [widgets[0].minimumSizeHint().width()]
            wanted += [widget.sizeHint().width() + sizes.inside for widget in widgets[1:]]
        return sum(wanted)

    def places(self, width: int) -> tuple[Places, int]:
        sizes = appearance().sizes
        edge, gap, hit = round(sizes.strong), sizes.inside, sizes.hit
        inner, wanted = width - 2 * edge, self._editor_width()
        line, natural = _metrics().height(), _metrics().horizontalAdvance(self.words) + gap
        beside = self._beside()
        stacks = self.editor is not None and self.editor.stacks
        ends = natural + hit + gap + wanted <= inner
        if self.editor is None:
            left, room = beside, 0
        elif not stacks and width - beside - edge >= max(wanted, sizes.number_width):
            left, room = beside, width - beside - edge
        elif not stacks and ends:
            left, room = width - edge - wanted, wanted
        else:
            return self._stacked(width, line)
        names = left - edge - hit  # up to the icon, which is smaller than what it is hit by
        high = max(line, self._label_height(names))
        control = self._editor_height(room)
        height = max(sizes.row, control + 2 * gap, high + 2 * gap)
        first = max(sizes.control, high) if control > sizes.control else control
        top = (height - control) // 2 if control <= sizes.control else gap
        places = [
            (self.label, QRect(edge, top + (first - high) // 2, names, high)),
            (self.reset, QRect(left - gap - hit, top + (first - hit) // 2, hit, hit)),
            *self._editor_places(left, top, room),
        ]
        return self._with_complaint(places, left, room or inner - left, height)

    def _stacked(self, width: int, line: int) -> tuple[Places, int]:
        sizes = appearance().sizes
        edge, gap, hit = round(sizes.strong), sizes.inside, sizes.hit
        inner = width - 2 * edge
        assert self.editor is not None  # a row without an editor is one line
        read_out = self.editor.read_out
        read = read_out.sizeHint().width() if read_out is not None else 0
        names = inner - hit - gap - read
        high = max(line, self._label_height(names), hit)
        places: Places = [
            (self.label, QRect(edge, gap, names, high)),
            (self.reset, QRect(width - edge - read - gap - hit, gap + (high - hit) // 2, hit, hit)),
        ]
        if read_out is not None:
            places.append((read_out, QRect(width - edge - read, gap, read, high)))
        top = gap + high + (0 if read_out is not None else gap // 2)
        height = top + self._editor_height(inner) + gap
        places += self._editor_places(edge, top, inner)
        return self._with_complaint(places, edge, inner, height)

    def _shown(self, room: int) -> str:
        """The words with their symbol where there is room for it on one line."""
        return self._longer if _metrics().horizontalAdvance(self._longer) <= room else self.words

    def _label_height(self, room: int) -> int:
        wraps = Qt.TextFlag.TextWordWrap
        area = _metrics().boundingRect(QRect(0, 0, room, 10_000), wraps, self._shown(room))
        return area.height()

    def place(self) -> None:
        super().place()
        self.label.setText(self._shown(self.label.width()))

    def _editor_height(self, room: int) -> int:
        widgets = self.editor.widgets if self.editor is not None else []
        return max((_height(widget, room) for widget in widgets), default=0)

    def _editor_places(self, left: int, top: int, room: int) -> Places:
        if self.editor is None:
            return []
        first, *others = self.editor.widgets
        if isinstance(first, Flow):  # which keeps room for rings at its own edges
            edge = round(appearance().sizes.strong)
            left, room = left - edge, room + 2 * edge
        height, gap = self._editor_height(room), appearance().sizes.inside
        places: Places = []
        right = left + room
        for widget in reversed(others):
            wide = widget.sizeHint().width()
            places.append((widget, QRect(right - wide, top, wide, height)))
            right -= wide + gap
        wide = min(first.sizeHint().width(), right - left) if self.editor.rigid else right - left
        high = _height(first, wide)
        places.append((first, QRect(left, top + (height - high) // 2, wide, high)))
        return places

    def _with_complaint(
        self, places: Places, left: int, room: int, height: int
    ) -> tuple[Places, int]:
        if self.complaint.isHidden():
            return places, height
        high = self.complaint.heightForWidth(room)
        places.append((self.complaint, QRect(left, height, room, high)))
        return places, height + high + appearance().sizes.inside

    def minimumSizeHint(self) -> QSize:
        sizes = appearance().sizes
        widgets = self.editor.widgets if self.editor is not None else []
        least = sum(widget.minimumSizeHint().width() for widget in widgets)
        least += (len(widgets) - 1) * sizes.inside if widgets else 0
        words = max(_metrics().horizontalAdvance(word) for word in self.words.split())
        width = max(least, words + sizes.inside + sizes.hit) + 2 * round(sizes.strong)
        return QSize(width, sizes.row)


def _metrics() -> QFontMetrics:
    return _metrics_of(appearance().sizes.body)


@lru_cache(maxsize=4)
def _metrics_of(px: int) -> QFontMetrics:
    return QFontMetrics(appearance().font())


def _height(widget: QWidget, width: int) -> int:
    if widget.hasHeightForWidth():
        return widget.heightForWidth(width)
    return widget.sizeHint().height()
