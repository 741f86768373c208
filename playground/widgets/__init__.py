"""The controls of this window, in its own look: what toolbar, docks, inspector and views share.

A room of its own because canvas, inspector and views may not import each other, and all of them
need the same buttons and fields. Each control has a name that screen readers say, a tooltip, a way
by keyboard, and sizes from the tokens; none knows what it is used for.
"""

from playground.widgets.button import Button
from playground.widgets.card import Card
from playground.widgets.chip import Chip, KindChip
from playground.widgets.dock_title import DockTitle
from playground.widgets.label import EmptyState, Label, Separator
from playground.widgets.number_editor import NumberEditor
from playground.widgets.picker import Picker
from playground.widgets.read_out import ReadOut
from playground.widgets.run_button import RunButton
from playground.widgets.segmented import SegmentedControl
from playground.widgets.settling import settle_focused
from playground.widgets.slider import Slider
from playground.widgets.status_bar import StatusBar
from playground.widgets.switch import Switch
from playground.widgets.tooltip import tooltip

__all__ = [
    "Button",
    "Card",
    "Chip",
    "DockTitle",
    "EmptyState",
    "KindChip",
    "Label",
    "NumberEditor",
    "Picker",
    "ReadOut",
    "RunButton",
    "SegmentedControl",
    "Separator",
    "Slider",
    "StatusBar",
    "Switch",
    "settle_focused",
    "tooltip",
]
