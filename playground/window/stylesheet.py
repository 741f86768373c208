"""The tokens as Qt's style sheet: what Qt's own widgets wear. Ours paint themselves."""

from __future__ import annotations

from string import Template

from playground.window.theme import TINTS, Sizes, Theme

_SHEET = Template("""
QMainWindow { background: $window; }
QMainWindow::separator { background: $border; width: ${hairline}px; height: ${hairline}px; }
QMainWindow::separator:hover { background: $focus; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: ${hairline}px; }
QSplitter::handle:vertical { height: ${hairline}px; }
QSplitter::handle:hover { background: $focus; }

QMenuBar { background: $window; border: none; padding: 0 ${radius_field}px; spacing: 0; }
QMenuBar::item { background: transparent; padding: ${inside}px ${pad_field}px;
    border-radius: ${radius_key}px; margin: ${segment_inset}px 0; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $raised; border: ${hairline}px solid $border; padding: ${inside}px; }
QMenu::item { padding: ${radius_field}px ${columns}px ${radius_field}px ${pad_control}px;
    border-radius: ${radius_key}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::icon { padding-left: ${related}px; }
QMenu::indicator { color: $text; }
QMenu::separator { height: ${hairline}px; background: $border; margin: ${inside}px 0; }

QStatusBar { background: $window; border-top: ${hairline}px solid $border; color: $text_muted; }
QStatusBar::item { border: none; }
QDockWidget { background: $panel; }
QToolTip { background: $raised; color: $text; border: ${hairline}px solid $border;
    padding: ${segment_inset}px ${inside}px; } /* Qt adds the larger one a second time */

QLabel { background: transparent; }
QLabel[role="caption"] { font-size: ${caption}px; color: $text_muted; }
QLabel[role="small"] { font-size: ${small}px; color: $text_muted; }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="big"] { font-size: ${big}px; font-weight: 600; }
QLabel[role="dock"] { font-size: ${small}px; font-weight: 600; color: $text_muted; }
QLabel[role="rewound"] { font-size: ${small}px; font-weight: 500; color: $focus; }
QLabel[role="danger"] { font-size: ${caption}px; color: $danger; }
QLabel:disabled { color: $text_disabled; }
QFrame[role="separator"] { background: $border; border: none; }
QWidget[role="panel"] { background: $panel; }
QWidget[role="canvas"] { background: $canvas; }
QWidget[role="window"] { background: $window; }

.QLineEdit { background: $canvas; color: $text;
    border: ${hairline}px solid $border_strong; border-radius: ${radius_field}px;
    selection-background-color: $accent_soft; selection-color: $text; }
.QLineEdit { padding: 0 ${pad_field}px; min-height: ${field}px; }
.QLineEdit:focus {
    border: ${strong}px solid $focus; }
.QLineEdit[wrong="true"], .QLineEdit[wrong="true"]:focus { border: ${strong}px solid $danger; }
.QLineEdit[inner="true"] { border: none; background: transparent; padding: 0; min-height: 0; }
.QLineEdit:disabled { color: $text_disabled; border-color: $border; }

.QPushButton { background: $raised; color: $text; border: ${hairline}px solid $border_strong;
    border-radius: ${radius_field}px; padding: 0 ${pad_control}px; min-height: ${field}px;
    min-width: ${picker_half}px; font-weight: 500; }
.QPushButton:hover { background: $raised_hover; }
.QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; }
.QPushButton:focus { border: ${strong}px solid $focus; }
.QPushButton:disabled { color: $text_disabled; background: transparent; border-color: $border; }

QComboBox QAbstractItemView, QListView, QTreeView { background: $raised; color: $text;
    border: ${hairline}px solid $border; outline: none;
    selection-background-color: $accent_soft; selection-color: $text;
    alternate-background-color: $panel; }
QComboBox QAbstractItemView { padding: ${inside}px; }
QComboBox QAbstractItemView::item { min-height: ${control}px; padding: 0 ${radius_field}px;
    border-radius: ${radius_key}px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QDialog QTreeView::item { padding: 0 ${radius_field}px; }
QTreeView[role="panel"] { background: $panel; border: none; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $text_muted; border: none;
    border-bottom: ${hairline}px solid $border; padding: ${inside}px ${related}px;
    font-weight: 600; }

QScrollArea { background: transparent; border: none; }
QScrollBar { background: transparent; margin: 0; }
QScrollBar:vertical { width: ${scrollbar}px; }
QScrollBar:horizontal { height: ${scrollbar}px; }
QScrollBar::handle { background: $scroll; border-radius: ${segment_inset}px;
    margin: ${severity}px; }
QScrollBar::handle:vertical { min-height: ${columns}px; }
QScrollBar::handle:horizontal { min-width: ${columns}px; }
QScrollBar::handle:hover { background: $border_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $text_muted; padding: ${related}px ${panel_pad}px;
    border: none; border-bottom: ${strong}px solid transparent; font-weight: 500; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
""")


def over(ground: str, token: str, alpha: float) -> str:
    """The opaque colour of `token` at `alpha` over `ground`, all as #RRGGBB."""
    below, above = (bytes.fromhex(code[1:]) for code in (ground, token))
    mixed = (round(low + (high - low) * alpha) for low, high in zip(below, above, strict=True))
    return "#" + bytes(mixed).hex()


def stylesheet(theme: Theme, sizes: Sizes) -> str:
    """One style sheet for the whole application."""
    colors = {
        token: value
        for token in theme.__slots__
        if isinstance(value := getattr(theme, token), str) and token not in ("name", "panel")
    }
    lengths = {name: round(getattr(sizes, name)) for name in sizes.__slots__ if name != "panel"}
    return _SHEET.substitute(
        colors,
        **lengths,
        panel=theme.panel,
        panel_pad=sizes.panel,
        field=sizes.control - 2 * round(sizes.hairline),
        picker_half=sizes.picker_width // 2,
        hover=over(theme.window, theme.text, TINTS.hover),
        raised_hover=over(theme.raised, theme.text, TINTS.hover),
        scroll=over(theme.panel, theme.border_strong, TINTS.scrollbar),
    )
