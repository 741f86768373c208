"""The look in use: which theme, how large, how calm. Changing it repaints the whole application.

Qt's own `setColorScheme` does nothing on bare X, so palette and style sheet are made of our tokens.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QToolTip,
    QWidget,
)

from playground.window import fonts
from playground.window.settings import settings
from playground.window.stylesheet import stylesheet
from playground.window.theme import DURATIONS, LIGHT, THEMES, TOOLTIP_AFTER, Sizes, Theme

CHOICES = ("system", "light", "dark")
_WAKE_UP = QStyle.StyleHint.SH_ToolTip_WakeUpDelay


class _Style(QProxyStyle):
    """Fusion, but for when its tooltips come."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint == _WAKE_UP:
            return TOOLTIP_AFTER
        return super().styleHint(hint, option, widget, returnData)


class Appearance(QObject):
    """The application's theme and sizes; widgets keep it, paint from it and follow its signal.

    `theme_changed(theme)` comes after colours or sizes have changed and palette, font and style
    sheet are already the new ones.
    """

    theme_changed = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._styled = False
        self.choice = "system"
        self.calm = False
        self.theme = LIGHT
        self._font_px = float(QFontInfo(app.font()).pixelSize())
        self.sizes = Sizes.at(self._font_px)
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    def apply(self) -> None:
        """Dress the application in what its settings say."""
        kept = settings()
        choice = str(kept.value("theme", "system"))
        self.choice = choice if choice in CHOICES else "system"
        self.calm = str(kept.value("calm_motion", "false")) == "true"
        self._dress()

    def choose(self, choice: str) -> None:
        """Take the theme `system`, `light` or `dark`, now and at the next start."""
        if choice not in CHOICES:
            raise ValueError(f"theme: expected one of {', '.join(CHOICES)}, found {choice}.")
        settings().setValue("theme", choice)
        self.choice = choice
        self._dress()

    def calm_motion(self, calm: bool) -> None:
        """Let nothing move, now and at the next start."""
        settings().setValue("calm_motion", "true" if calm else "false")
        self.calm = calm

    def set_font_size(self, px: float) -> None:
        """Take another size for body text, and with it for everything."""
        self._font_px = px
        self._dress()

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        return self.theme.color(token, alpha)

    def font(self, role: str = "body", weight: int = 400, tabular: bool = False) -> QFont:
        return fonts.font(self.sizes, role, weight, tabular)

    def duration(self, of: str) -> int:
        """Milliseconds of `hover`, `state` or `move`; 0 where motion is calmed."""
        return 0 if self.calm else int(getattr(DURATIONS, of))

    def _on_system_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        if self.choice == "system":
            self._dress()

    def _dress(self) -> None:
        self.theme = THEMES[scheme() if self.choice == "system" else self.choice]
        self.sizes = Sizes.at(self._font_px)
        if not self._styled:
            self._styled = True
            self._app.setStyle(_Style("Fusion"))
        self._app.setFont(self.font())
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(stylesheet(self.theme, self.sizes))
        QToolTip.setFont(self.font("small"))
        self.theme_changed.emit(self.theme)


def appearance() -> Appearance:
    """The one look of the running application, made and applied at the first call."""
    app = QCoreApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("A QApplication has to exist before anything can have a look.")
    return _appearance(app)


@cache
def _appearance(app: QApplication) -> Appearance:
    made = Appearance(app)
    made.apply()
    return made


def scheme() -> str:
    """What the system asks for; light where it does not say."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


@cache
def _roles() -> tuple[tuple[QPalette.ColorRole, str], ...]:
    role = QPalette.ColorRole
    return (
        (role.Window, "panel"),
        (role.WindowText, "text"),
        (role.Base, "raised"),
        (role.AlternateBase, "panel"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "text_muted"),
        (role.Text, "text"),
        (role.Button, "raised"),
        (role.ButtonText, "text"),
        (role.BrightText, "danger"),
        (role.Light, "raised"),
        (role.Midlight, "panel"),
        (role.Mid, "border"),
        (role.Dark, "border_strong"),
        (role.Shadow, "shadow"),
        (role.Highlight, "accent_soft"),
        (role.HighlightedText, "text"),
        (role.Accent, "accent"),
        (role.Link, "focus"),
        (role.LinkVisited, "focus"),
    )


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's own widgets and dialogs understand it."""
    made = QPalette()
    for role, token in _roles():
        made.setColor(role, theme.color(token))
    disabled = QPalette.ColorGroup.Disabled
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.HighlightedText,
        QPalette.ColorRole.PlaceholderText,
    ):
        made.setColor(disabled, role, theme.color("text_disabled"))
    return made
