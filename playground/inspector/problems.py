"""The problems of the design beneath its canvas: the worst first, each with the edit that mends it,
and those that somebody chose to live with out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.checks import Problem
from engine.design import Design, change_class
from engine.spec import Change
from playground.inspector.problem_card import ProblemCard, place_of
from playground.widgets import Button, DockTitle, EmptyState, Separator
from playground.window.appearance import appearance

_ORDER = {"error": 0, "warning": 1, "suggestion": 2}
_HEIGHTS = ((1800, 144), (1360, 128), (0, 96))  # px by the window's width, at a 13 px font
_LOW = 112  # px of height under which cards and title have less room
_NONE = "No problems. Ready to run."
_NO_OTHERS = "No other problems. Ready to run."

Said = tuple[str, str, str, str]


class Problems(QWidget):
    """Shows what the checks found in a design; `design_edited` carries the design with a fix in it,
    as `Document.push` takes it: one edit of its own.

    `layer_requested(id)` asks to show the layer of a card. `shown_problems` are those that nobody
    ignores, and `ignored_changed` tells that they are others now. As tall as look.md says for the
    window's width while designing, else and at least as the worst card needs.
    """

    design_edited = Signal(object, str, str)  # design, words, merge key
    layer_requested = Signal(str)
    ignored_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.cards: list[ProblemCard] = []
        self._design = Design()
        self._problems: tuple[Problem, ...] = ()
        self._ignored: set[Said] = set()
        self._back = False
        self._designing = True
        self._brief = False
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Problems")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = DockTitle("Problems")
        self.show_ignored = Button(
            kind="quiet", size="hit", tip="Have the ignored problems back.", parent=self
        )
        self.show_ignored.clicked.connect(self.forget_ignored)
        self._head = QHBoxLayout()
        self._head.setSpacing(0)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.show_ignored)
        self._list = QWidget()
        self._list.setMinimumHeight(1)  # so that the height for its width is what counts
        self._column = QVBoxLayout(self._list)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._list)
        self._list.setAutoFillBackground(False)  # which a scroll area sets
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._empty = EmptyState(_NONE)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        self._edge = Separator(Qt.Orientation.Horizontal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._edge)
        column.addLayout(self._head)
        column.addWidget(self._pages, 1)
        self._show()
        self.look.theme_changed.connect(self._fit)

    # --- what is shown ------------------------------------------------------------------------

    def show_design(self, design: Design, problems: Sequence[Problem]) -> None:
        """Show a design's problems, silently; where they are as before nothing happens."""
        ordered = tuple(sorted(problems, key=lambda problem: _ORDER[problem.severity]))
        if change_class(self._design, design) == Change.LAYOUT:
            self._follow_names(ordered)
        self._design = design
        if ordered != self._problems:
            self._problems = ordered
            self._show()

    def _follow_names(self, problems: Sequence[Problem]) -> None:
        """Layers have other names, and nothing else is new: what was ignored stays so."""
        if [_what(problem) for problem in problems] == [_what(was) for was in self._problems]:
            pairs = zip(self._problems, problems, strict=True)
            self._ignored |= {_said(now) for was, now in pairs if _said(was) in self._ignored}

    @property
    def shown_problems(self) -> tuple[Problem, ...]:
        """Those that nobody ignores, the worst first."""
        return tuple(problem for problem in self._problems if _said(problem) not in self._ignored)

    def set_designing(self, designing: bool) -> None:
        """While designing there always is a place for all problems; else the worst error or
        warning is a card and nothing more, to float wherever there is room."""
        self._designing = designing
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, designing)
        self._edge.setVisible(designing)
        self._title.setVisible(designing)
        self._show()

    def set_brief(self, brief: bool) -> None:
        """Where the window is low, take no room while there is nothing to say."""
        self._brief = brief
        self._show()

    def step_back(self, back: bool) -> None:
        """Leave the primary button, and where there is no place of its own all room, to a more
        pressing card, or take it again."""
        self._back = back
        self._choose_primary()
        self._appear()

    def forget_ignored(self, *_: object) -> None:
        """Show all problems again, such as for another document."""
        if self._ignored:
            self._ignored.clear()
            self._show()
            self.ignored_changed.emit()

    def _show(self) -> None:
        problems = self.shown_problems
        if not self._designing:
            problems = tuple(each for each in problems if each.severity != "suggestion")[:1]
        self._deal(problems)
        self._choose_primary()
        hidden = len(self._problems) - len(self.shown_problems)
        self._title.set_count(len(problems) or None)
        self.show_ignored.setText(f"{hidden} ignored · Show")
        self.show_ignored.setAccessibleName(f"{hidden} ignored. Show")
        self.show_ignored.setVisible(bool(hidden) and self._designing)
        self.show_ignored.updateGeometry()
        self._empty.setText(_NO_OTHERS if hidden else _NONE)
        self._empty.setAccessibleName(self._empty.text())
        self._pages.setCurrentWidget(self._scroll if problems else self._empty)
        self._appear()
        self._fit()

    def _appear(self) -> None:
        """Be seen where there is something to say."""
        ignored = len(self._problems) > len(self.shown_problems)
        if self._designing:
            self.setVisible(bool(self.cards) or ignored or not self._brief)
        else:
            self.setVisible(bool(self.cards) and not self._back)

    def _deal(self, problems: Sequence[Problem]) -> None:
        """Give every problem a card: the one it had, one of its place, or a new one."""
        left = list(self.cards)
        stop = self.window().focusWidget()
        focused = next((card for card in left if stop in card.stops()), None)
        place = self.cards.index(focused) if focused is not None else 0
        self.cards = []
        for problem in problems:
            same = [card for card in left if place_of(card.problem) == place_of(problem)]
            card = next((card for card in same if card.problem == problem), None)
            card = card or (same[0] if same else None)
            if card is None:
                card = self._made(problem)
            else:
                left.remove(card)
                card.show_problem(problem)
            self.cards.append(card)
            if self._column.indexOf(card) != len(self.cards) - 1:
                self._column.insertWidget(len(self.cards) - 1, card)
            card.show()
        if focused in left:
            nearest = (*self.cards[place:], *reversed(self.cards[:place]))
            if able := next((card for card in nearest if card.stops()), None):
                able.stops()[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        for card in left:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        stops = [stop for card in self.cards for stop in card.stops()]
        for before, after in pairwise([*stops, self.show_ignored]):
            QWidget.setTabOrder(before, after)

    def _made(self, problem: Problem) -> ProblemCard:
        card = ProblemCard(problem, self._list)
        card.fix_requested.connect(self._on_card_fix_requested)
        card.ignore_requested.connect(self._on_card_ignore_requested)
        card.layer_requested.connect(self.layer_requested)
        return card

    def _choose_primary(self) -> None:
        """Only the worst card's fix, and not even that while another card is more pressing."""
        for card in self.cards:
            card.set_primary(card is self.cards[0] and not self._back)

    # --- what is asked for --------------------------------------------------------------------

    def _on_card_fix_requested(self, problem: Problem) -> None:
        if problem.fix is not None:
            self.design_edited.emit(problem.fix.apply(self._design), "", "")

    def _on_card_ignore_requested(self, problem: Problem) -> None:
        self._ignored.add(_said(problem))
        self._show()
        self.ignored_changed.emit()

    # --- room ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self.look.sizes.card_foot, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._list.minimumSizeHint().width(), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def heightForWidth(self, width: int) -> int:
        return self._fitted(width)

    def _fit(self, *_: object) -> None:
        self.setFixedHeight(self._fitted(self.width()))

    def _fitted(self, width: int) -> int:
        """Arrange everything for a width; how tall it is then."""
        sizes = self.look.sizes
        ring = round(sizes.strong)  # of the keyboard, around a card
        if not self._designing:
            self._head.setContentsMargins(0, 0, 0, 0)
            self._column.setContentsMargins(ring, ring, ring, ring)
            return 2 * ring + max(
                (c.needed_height(width - 2 * ring) for c in self.cards), default=0
            )
        font = sizes.body / 13.0
        wide = self.window().width() / font
        height = round(next(px for least, px in _HEIGHTS if wide >= least) * font)
        low = height < _LOW * font
        head = sizes.menu_bar if low else sizes.dock_title
        self._title.setFixedHeight(head)
        self._head.setContentsMargins(0, 0, sizes.panel, 0)
        self._column.setContentsMargins(sizes.panel, ring, sizes.panel, sizes.panel - ring)
        self._column.setSpacing(sizes.related)
        for card in self.cards:
            card.set_low(low)
        if self.cards:
            bar = sizes.scrollbar if len(self.cards) > 1 else 0
            room = width - 2 * sizes.panel - bar
            for card in self.cards:
                card.set_terse(self._brief and room < sizes.card_foot)
            worst = self.cards[0].needed_height(room)
            height = max(height, round(sizes.hairline) + head + worst + sizes.panel)
        return height


def _what(problem: Problem) -> tuple[str, str]:
    """What a problem is about, whatever its layer is called."""
    return problem.severity, problem.field.rpartition(".")[2]


def _said(problem: Problem) -> Said:
    return problem.layer, problem.field, problem.rule, problem.message
