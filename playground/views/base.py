"""What every live view is: a widget that says what it wants to see, is told when a run starts, and
presents snapshots."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from playground.training.snapshot import Run, Snapshot


class View(QWidget):
    """Base of all views. `wants` names the parts of a Snapshot it needs; what no visible view
    wants is never computed."""

    title: ClassVar[str] = ""
    wants: ClassVar[frozenset[str]] = frozenset()

    def start(self, run: Run | None) -> None:
        """Clear, and get ready for a run; None when there is nothing to show."""
        raise NotImplementedError

    def present(self, snapshot: Snapshot) -> None:
        """Show a snapshot of the run that was started. Cheap enough for thirty a second."""
        raise NotImplementedError
