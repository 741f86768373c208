"""The sheet paints what has changed, and keeps as a picture what has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from playground.views.boundary import BoundaryView
from playground.views.plot import Drawing, Plot
from playground.window.appearance import Appearance
from tests.playground.views.pixels import color_at
from tests.playground.views.trained import SPIRAL, after

AREA = QRectF(10, 10, 50, 50)
MIDDLE = QPointF(30, 30)
OUTSIDE = QPointF(80, 80)


class Bench:
    """A sheet of 100 × 100 px, with counts of what was painted."""

    def __init__(self, look: Appearance, qtbot: QtBot) -> None:
        self.counts: Counter[str] = Counter()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.plot = Plot(look, self.filling("ground", QColor("white")), self.window)
        self.plot.resize(100, 100)
        self.window.show()

    def filling(self, name: str, color: QColor) -> Callable[[QPainter], None]:
        def paint(painter: QPainter) -> None:
            self.counts[name] += 1
            painter.fillRect(AREA if name != "ground" else QRectF(0, 0, 100, 100), color)

        return paint

    def drawing(self, name: str, z: float, kept: bool = False) -> Drawing:
        one = Drawing(self.plot, self.filling(name, QColor(name)), z, kept)
        one.draw(AREA)
        return one

    def color(self, at: QPointF) -> str:
        return color_at(self.plot.grab().toImage(), at).name()


@pytest.fixture
def bench(look: Appearance, qtbot: QtBot) -> Bench:
    return Bench(look, qtbot)


def test_higher_drawings_cover_lower_ones_whenever_they_came(bench: Bench) -> None:
    upper = bench.drawing("#ff0000", z=2)
    bench.drawing("#0000ff", z=1, kept=True)
    assert bench.color(MIDDLE) == "#ff0000" and bench.color(OUTSIDE) == "#ffffff"
    upper.set_visible(False)
    assert bench.color(MIDDLE) == "#0000ff"


def test_what_stands_still_is_painted_once_until_it_is_drawn_anew(bench: Bench) -> None:
    moving, still = bench.drawing("#ff0000", z=1), bench.drawing("#0000ff", z=2, kept=True)
    bench.color(MIDDLE)
    before = bench.counts.copy()
    moving.draw(AREA)
    bench.color(MIDDLE)
    assert bench.counts - before == {"#ff0000": 1}
    still.draw(AREA)
    bench.plot.refresh()
    bench.color(MIDDLE)
    assert bench.counts - before == {"#ff0000": 2, "#0000ff": 1, "ground": 1}


def test_the_ground_is_seen_around_what_covers_it(bench: Bench) -> None:
    one = bench.drawing("#ff0000", z=1)
    one.covers = True
    for place in (AREA.toRect(), bench.plot.rect()):
        picture = bench.plot.grab(place).toImage()
        at = MIDDLE - place.topLeft().toPointF()
        assert color_at(picture, at).name() == "#ff0000"
    assert color_at(picture, OUTSIDE).name() == "#ffffff"
    one.set_visible(False)
    assert bench.color(MIDDLE) == bench.color(OUTSIDE) == "#ffffff"


def test_what_changes_is_seen_without_anyone_asking(bench: Bench, qtbot: QtBot) -> None:
    bench.drawing("#00ff00", z=0)  # its count tells that the sheet was painted
    one = bench.drawing("#ff0000", z=1)
    for change in (
        lambda: one.draw(AREA),
        lambda: one.set_visible(False),
        lambda: one.set_visible(True),
        bench.plot.refresh,
    ):
        QApplication.processEvents()
        before = bench.counts["#00ff00"]
        change()
        qtbot.waitUntil(lambda before=before: bench.counts["#00ff00"] > before)


def test_over_the_map_no_tooltip_covers_the_card(
    shown: Callable[..., BoundaryView], qtbot: QtBot
) -> None:
    view = shown(BoundaryView)
    run, snapshot = after(SPIRAL, 2)
    view.start(run)
    view.present(snapshot)

    def ask(at: QPointF) -> None:
        QTest.mouseMove(view.plot, at.toPoint())
        point = at.toPoint()
        QApplication.sendEvent(
            view.plot, QHelpEvent(QHelpEvent.Type.ToolTip, point, view.mapToGlobal(point))
        )

    ask(view.placed.area.center())
    assert view.hover.lines and not QToolTip.text()
    ask(QPointF(1, view.height() - 2))
    qtbot.waitUntil(lambda: view.title in QToolTip.text())
    QToolTip.hideText()


def test_the_pictures_are_as_fine_as_the_screen(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.drawing("#0000ff", z=2, kept=True)
    bench.color(MIDDLE)
    monkeypatch.setattr(Plot, "devicePixelRatioF", lambda plot: 2.0)
    before = bench.counts.copy()
    assert bench.color(MIDDLE) == "#0000ff" and bench.color(OUTSIDE) == "#ffffff"
    assert bench.counts - before == {"#0000ff": 1, "ground": 1}
