"""Training as it is seen: the session's run and its newest snapshot, on the canvas and in the views
beside it, and nothing computed that neither shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.canvas.canvas import Canvas
from playground.training.session import Session
from playground.training.snapshot import Run, Snapshot
from playground.window.scrolled import Scrolled

if TYPE_CHECKING:
    from playground.window.stage import Stage


class Presenting(QObject):
    """Shows what a session gives, and asks it for what is seen.

    The views stand in `place`, once they are built: importing pyqtgraph takes a third of a second,
    which a window that is not yet seen has not.
    """

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(session)
        self._session, self._canvas = session, canvas
        self.stage: Stage | None = None
        self.place = Scrolled()
        session.run_started.connect(self._on_session_run_started)
        session.run_failed.connect(self._on_session_run_failed)
        session.state_changed.connect(self._on_session_state_changed)
        session.snapshot_taken.connect(self._on_session_snapshot_taken)
        canvas.opened_changed.connect(self._want)

    def build(self) -> None:
        """Build the views, still empty."""
        from playground.window.stage import Stage

        self.stage = Stage(self._session.gate)
        self.place.hold(self.stage)

    def begin(self) -> None:
        """Show in the views what has been trained so far, and go on showing it."""
        if self.stage is None:
            return
        self.stage.wants_changed.connect(self._want)
        self.stage.start(self._session.run)
        self._want()
        if self._session.snapshot is not None:
            self.stage.present(self._session.snapshot, moving=False)

    def hold(self) -> None:
        """Wait for a design that can be trained."""
        self._canvas.hold()
        if self.stage is not None:
            self.stage.start(None)

    def set_designing(self, designing: bool) -> None:
        """While designing only the boundary is seen."""
        if self.stage is not None:
            self.stage.set_designing(designing)

    def boundary_height(self, width: int) -> int:
        """How high the boundary's pane is where it is so wide; a square before there is one."""
        return width if self.stage is None else self.stage.preferred_height(width)

    def _want(self, *_: object) -> None:
        """Ask snapshots for what is seen: by the views, and by the canvas."""
        wants = self._canvas.wants
        if self.stage is not None:
            wants |= self.stage.wants()
        self._session.want(wants, self._canvas.opened)

    def _on_session_run_started(self, run: Run) -> None:
        self._canvas.start(run)
        if self.stage is not None:
            self.stage.start(run)

    def _on_session_snapshot_taken(self, snapshot: Snapshot) -> None:
        self._canvas.present(snapshot)
        if self.stage is not None:
            self.stage.present(snapshot, moving=self._session.state == "running")

    def _on_session_state_changed(self, state: str) -> None:
        snapshot = self._session.snapshot
        if self.stage is not None and state != "running" and snapshot is not None:
            self.stage.present(snapshot, moving=False)

    def _on_session_run_failed(self, sentence: str, details: str) -> None:
        if self.stage is not None:
            self.stage.start(None)
