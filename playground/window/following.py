"""Training follows the open document: another document begins a run, an edit goes on with it as its
change class says, and a design that cannot be trained is waited for: many a one shows only when
its table has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.design import Design
from playground.document.document import Document
from playground.training.session import Session
from playground.window.choosing import Choosing
from playground.window.editing import Editing
from playground.window.notices import Notices
from playground.window.presenting import Presenting
from playground.window.reporting import Reporting

if TYPE_CHECKING:
    from engine.formats import Checkpoint


class Following(QObject):
    """Takes what a document tells to the session, by way of those who show, ask and report."""

    def __init__(
        self,
        document: Document,
        session: Session,
        editing: Editing,
        choosing: Choosing,
        presenting: Presenting,
        reporting: Reporting,
        notices: Notices,
    ) -> None:
        super().__init__(session)
        self._document, self._session = document, session
        self._editing, self._choosing = editing, choosing
        self._presenting, self._reporting, self._notices = presenting, reporting, notices
        document.opened.connect(self._on_document_opened)
        document.design_changed.connect(self._on_document_design_changed)
        session.data_read.connect(self._on_session_data_read)

    def begin(self, checkpoint: Checkpoint | None = None) -> None:
        """Show the open document and start a run of it, from a checkpoint's weights if given."""
        self._session.forget()
        self._editing.show_design()
        self._session.start(
            self._document.design,
            self._document.folder,
            checkpoint,
            blocked=self._editing.blocked,
        )
        self._wait_if_blocked()

    def _on_document_opened(self, checkpoint: Checkpoint | None) -> None:
        self._notices.withdraw()
        self._editing.forget()
        self.begin(checkpoint)
        self._reporting.repeat()

    def _on_document_design_changed(self, old: Design, new: Design) -> None:
        self._notices.withdraw("training")
        self._editing.show_design()
        self._choosing.follow(new, self._editing.blocked)
        self._wait_if_blocked()
        self._reporting.repeat()

    def _on_session_data_read(self) -> None:
        self._editing.show_design()
        if self._editing.blocked:
            self._session.block(self._editing.blocked)
            self._wait_if_blocked()

    def _wait_if_blocked(self) -> None:
        """Let the views wait for a design that can be trained."""
        self._reporting.show_state()
        if self._session.blocked:
            self._presenting.hold()
