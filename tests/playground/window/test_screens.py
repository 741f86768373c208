"""The window in the states that people see it in: nothing overlaps, nothing is cut off, and colours
say what they are to say, in light and dark, on a small screen and on a large one."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.activations import ReLU, Softmax, Tanh
from engine.design import Design
from engine.layers import Dense, Dropout
from playground import templates
from playground.canvas.headers import stepper
from playground.canvas.scene import LOSS
from playground.window.arrangements import DESIGN, LEARN
from playground.window.main_window import MainWindow
from tests.playground.window.person import PATIENCE

BLOBS = templates.read("blobs")
OUTPUT = Dense(id="output", units=3, activation=Softmax())
STATES = {
    "empty": Design(),
    "small": replace(BLOBS, layers=(Dense(units=8, activation=Tanh()), Dropout(), OUTPUT)),
    "large": replace(
        BLOBS, layers=(*(Dense(units=128, activation=ReLU()) for _ in range(29)), OUTPUT)
    ),
    "problem": replace(
        BLOBS, layers=(Dense(units=8), Dropout(), Dense(units=8), replace(OUTPUT, units=2))
    ),
}
SIZES = ((1280, 720), (1920, 1080))
THEMES = ("light", "dark")


def shown(window: MainWindow, size: tuple[int, int], theme: str, workspace: str) -> QImage:
    """The window as it is seen at a size, once all of it stands."""
    window.look.choose(theme)
    window.workspaces.choose(workspace)
    window.resize(*size)
    for _ in range(5):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return window.grab().toImage()


def within(window: MainWindow, widget: QWidget) -> QRect:
    """Where a widget is in the window."""
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def parts(window: MainWindow) -> dict[str, QRect]:
    """What shares the window out, by name."""
    found: dict[str, QWidget] = {
        "head": window.head,
        "status": window.status,
        "canvas": window.canvas,
        **{name: dock for name, dock in window.docks.items() if dock.isVisible()},
    }
    if window.workspaces.choice == DESIGN:
        found["problems"] = window.problem_panel
    return {name: within(window, widget) for name, widget in found.items()}


def overlapping(areas: dict[str, QRect]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, area), (other, also) in combinations(areas.items(), 2)
        if area.intersects(also)
    ]


def cut_off(window: MainWindow) -> list[str]:
    """Words in one line that have less room than they need."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or label.wordWrap() or not label.text():
            continue
        needed = label.fontMetrics().horizontalAdvance(label.text())
        room = label.contentsRect().width() - 2 * label.margin()
        if needed > room:
            found.append(f"{label.text()}: {needed} px in {room} px")
    return found


def astray(window: MainWindow) -> list[str]:
    """What sticks out of what it stands in, but for shadows and what is scrolled."""
    found = []
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if not widget.isVisible() or parent is None or widget.isWindow():
            continue
        scrolled = isinstance(parent.parentWidget(), QAbstractScrollArea)
        if scrolled or widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
            continue
        own = not widget.objectName().startswith("qt_")  # not one of Qt's, such as a dock's edge
        if own and not parent.rect().contains(widget.geometry()):
            names = f"{type(widget).__name__} in {type(parent).__name__}"
            found.append(f"{names}: {widget.geometry()} in {parent.rect()}")
    return found


def squeezed(window: MainWindow) -> list[str]:
    """Headers whose numbers have less room than they need, and names that are shortened."""
    canvas, sizes = window.canvas, window.look.sizes
    found = []
    small = QFontMetricsF(window.look.font("caption", tabular=True))
    bold = QFontMetricsF(window.look.font("body", 600))
    for placed in canvas.layout_at.columns:
        column, card = placed.column, placed.header
        if card.height() < sizes.header_height:
            continue
        room = card.width() - 2 * sizes.group - sizes.related
        room -= sizes.icon + sizes.inside if column.severity else 0
        if bold.horizontalAdvance(column.name) > room + 1:
            found.append(f"name of {column.name}")
        if column.stepper and column.parameters:
            number = column.parameters.removesuffix(" par.")
            left = stepper(placed, window.look).right() + sizes.inside
            if left + small.horizontalAdvance(number) > card.right() - sizes.panel + 1:
                found.append(f"parameters of {column.name}")
    return found


def colour_at(image: QImage, at: QPoint) -> str:
    ratio = image.devicePixelRatio()
    return image.pixelColor(at * ratio).name()


def colours(image: QImage, area: QRect) -> set[str]:
    """Every colour in a part of a picture."""
    return {
        image.pixelColor(x, y).name()
        for x in range(max(area.left(), 0), min(area.right() + 1, image.width()))
        for y in range(max(area.top(), 0), min(area.bottom() + 1, image.height()))
    }


@pytest.fixture(params=list(STATES))
def state(request: pytest.FixtureRequest, launched: MainWindow, qtbot: QtBot) -> str:
    """The name of what the window shows now."""
    name = str(request.param)
    launched.document.new(STATES[name])
    if name in ("small", "large"):
        qtbot.waitUntil(lambda: launched.session.snapshot is not None, timeout=PATIENCE)
    return name


def test_nothing_overlaps_and_nothing_is_cut_off(launched: MainWindow, state: str) -> None:
    window, canvas = launched, launched.canvas
    for size, workspace, theme in product(SIZES, (LEARN, DESIGN), THEMES):
        shown(window, size, theme, workspace)
        at, areas = (size, workspace, theme), parts(window)
        cells = [canvas.to_view(placed.cell) for placed in canvas.layout_at.columns]
        headers = [canvas.to_view(placed.header) for placed in canvas.layout_at.columns]
        everything = [area for area in [*cells, *headers] if not area.isEmpty()]
        assert window.size().toTuple() == size
        assert [name for name, area in areas.items() if not window.rect().contains(area)] == [], at
        assert overlapping(areas) == [], at
        assert cut_off(window) == [], at
        assert astray(window) == [], at
        assert squeezed(window) == [], at
        assert not any(one.intersects(other) for one, other in combinations(cells, 2)), at
        assert not any(one.intersects(other) for one, other in combinations(headers, 2)), at
        if state != "large":  # which one pans
            assert all(QRectF(canvas.rect()).contains(area) for area in everything), at


def test_colours_say_how_things_stand(launched: MainWindow, state: str) -> None:
    for size, theme in product(SIZES, THEMES):
        shown(launched, size, theme, DESIGN)
        launched.canvas.select(("dense_1",))
        assert colours_that_lie(launched, shown(launched, size, theme, DESIGN), state) == [], theme


def colours_that_lie(window: MainWindow, image: QImage, state: str) -> list[str]:
    """What does not have the colour that it should have."""
    look, canvas = window.look, window.canvas
    sound, blocked = state in ("small", "large"), state in ("empty", "problem")
    place, run = within(window, canvas), within(window, window.toolbar._run)
    problems, dot = within(window, window.problem_panel), within(window, window.status)
    dot.setWidth(dot.height())

    def token(name: str) -> str:
        return look.color(name).name()

    def edge(key: str) -> set[str]:
        """Of a column's header, or of the column where it has none."""
        placed = canvas.placed(key)
        area = canvas.to_view(placed.header if not placed.header.isEmpty() else placed.cell)
        left = QRectF(area.left() - 2, area.center().y() - 2, 5, 4).toRect()
        return colours(image, left.translated(place.topLeft()))

    said = {
        "Run": (colour_at(image, run.topLeft() + QPoint(run.width() // 2, 4)) == token("accent"))
        == sound,
        "status": colour_at(image, within(window, window.status).center()) == token("window"),
        "canvas": colour_at(image, place.topLeft() + QPoint(2, 2)) == token("canvas"),
        "panel": colour_at(image, problems.topLeft() + QPoint(2, 4)) == token("panel"),
        "dot": (token("danger") in colours(image, dot)) == blocked,
    }
    if state != "empty":
        said["selected"] = (token("focus") in edge("dense_1")) == sound
        said["others"] = token("focus") not in edge("output")
        said["error"] = (token("danger") in edge("output")) == blocked
        said["warning"] = (token("warning") in edge("dense_1")) == blocked
    return [name for name, right in said.items() if not right]


def test_a_loss_that_is_not_known_stands_under_its_letter(launched: MainWindow) -> None:
    launched.document.new(STATES["problem"])
    image = shown(launched, SIZES[0], "light", DESIGN)
    canvas = launched.canvas
    card = canvas.to_view(canvas.placed(LOSS).card).translated(within(launched, canvas).topLeft())
    assert card.height() < launched.look.sizes.loss_height  # a few words, and no card

    def middle(top: float) -> float:
        """Of what is written there."""
        area = QRectF(card.left() + 2, top, card.width() - 2, card.height() / 2).toRect()
        ink = [
            x
            for x in range(area.left(), area.right())
            for y in range(area.top(), area.bottom())
            if image.pixelColor(x, y).lightness() < 128
        ]
        return (min(ink) + max(ink)) / 2

    assert abs(middle(card.top()) - middle(card.center().y())) <= 2
