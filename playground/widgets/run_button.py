"""Run: the largest target of the window. Its width never changes, whatever it says."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from playground.widgets.button import Button

State = Literal["ready", "running", "again", "blocked"]

_SAYS: dict[State, tuple[str, str, str]] = {  # words, icon, tip
    "ready": ("Run", "play", "Train the network."),
    "running": ("Pause", "pause", "Stop after this batch."),
    "again": (
        "Run again",
        "play",
        "Start from the first weights. What this training has learned is not kept.",
    ),
    "blocked": ("Run", "play", "Train the network."),
}


class RunButton(Button):
    """▶ Run at rest, ❚❚ Pause while it trains, ▶ Run again once training is over, disabled with the
    reason while it may not train."""

    role = "heading"
    weight = 600
    corner = "radius_card"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Run", kind="primary", icon="play", parent=parent)
        self.setObjectName("run")
        self.state: State = "ready"
        self.set_state("ready")

    def set_state(self, state: State, reason: str = "") -> None:
        """Show a state; `reason` says why training is blocked."""
        self.state = state
        words, self.icon_name, tip = _SAYS[state]
        self.setText(words)
        self.setAccessibleName(words)
        self.setEnabled(state != "blocked")
        self.set_tip(reason or tip)
        self.update()

    def _on_action_changed(self) -> None:
        """The state tells the words; the action adds its shortcut."""
        if self._action is not None:
            self.setEnabled(self._action.isEnabled() and self.state != "blocked")
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(self.look.sizes.run_width, self.look.sizes.run_height)

    def ink(self) -> str:
        return "focus" if self.state == "running" and self.isEnabled() else super().ink()

    def ground(self) -> tuple[QColor | None, QColor | None]:
        if self.state == "running" and self.isEnabled():
            return self.look.color("accent_soft"), None
        return super().ground()

    def tint(self) -> QColor:
        tint = super().tint()
        if self.state == "running":
            tint = self.look.color("accent", tint.alphaF())
        return tint
