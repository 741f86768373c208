"""Lucide's icons in the colours of the theme, drawn from SVG at any size, sharp on any screen."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from playground.window.appearance import appearance
from playground.window.theme import Theme

STROKE = 1.75
STROKE_COLOURED = 2.0
_GREY = frozenset({"text", "text_muted", "text_disabled", "accent_text", "border_strong", "focus"})
_SHARPNESS = (1.0, 2.0)


@cache
def names() -> tuple[str, ...]:
    """Every icon there is."""
    folder = files("assets").joinpath("icons")
    return tuple(sorted(file.name[:-4] for file in folder.iterdir() if file.name.endswith(".svg")))


@cache
def _source(name: str) -> str:
    if name not in names():
        raise LookupError(f"icon {name}: expected one of assets/icons, found none.")
    return files("assets").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _drawn(name: str, code: str, stroke: float, size: int, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", code)
    svg = svg.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: str, token: str = "text", size: int | None = None, ratio: float = 1.0) -> QPixmap:
    """An icon as it looks now: `size` in px of the window (16 at a 13 px font), sharp at `ratio`.

    Raises LookupError for an icon or a token that does not exist.
    """
    look = appearance()
    stroke = STROKE if token in _GREY else STROKE_COLOURED
    return _drawn(name, look.theme.hex(token), stroke, size or look.sizes.icon, ratio)


def icon(name: str, token: str = "text", size: int | None = None) -> QIcon:
    """An icon as it looks now, sharp at 1 and 2 device pixels; greyed where its owner is disabled.

    It does not change by itself: `wear` keeps an action's or a button's icon up to date.
    """
    made = QIcon()
    for ratio in _SHARPNESS:
        made.addPixmap(pixmap(name, token, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, "text_disabled", size, ratio), QIcon.Mode.Disabled)
    return made


class _Worn(QObject):
    """Keeps its parent's icon in the theme's colours for as long as the parent lives."""

    def __init__(self, owner: QAction | QAbstractButton) -> None:
        super().__init__(owner)
        self._owner = owner
        self.drawing = ("", "")
        appearance().theme_changed.connect(self._on_theme_changed)

    def draw(self) -> None:
        self._owner.setIcon(icon(*self.drawing))

    def _on_theme_changed(self, theme: Theme) -> None:
        self.draw()


def wear(owner: QAction | QAbstractButton, name: str, token: str = "text") -> None:
    """Give an action or a button its icon, and the new one whenever the theme changes."""
    worn = owner.findChild(_Worn) or _Worn(owner)
    worn.drawing = (name, token)
    worn.draw()


def paint_icon(
    painter: QPainter, name: str, token: str, center: QPointF, size: int | None = None
) -> None:
    """Draw an icon about a point, sharp on whatever `painter` draws on."""
    ratio = painter.device().devicePixelRatioF()
    drawn = pixmap(name, token, size, ratio)
    side = drawn.width() / ratio
    # on whole device pixels, or the strokes blur
    left = round((center.x() - side / 2) * ratio) / ratio
    top = round((center.y() - side / 2) * ratio) / ratio
    painter.drawPixmap(QRectF(left, top, side, side), drawn, QRectF(drawn.rect()))
