"""What the window says of training: in the toolbar, in the status bar, and on a card where a person
has to act."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from engine.data import Csv
from engine.data.cells import MOST_WORDS, cut
from engine.errors import DataError
from engine.numerals import written
from playground.document.document import Document
from playground.document.refusals import Refusal, untrained
from playground.inspector.problems import Problems
from playground.training.session import OVER, Session
from playground.training.snapshot import Snapshot
from playground.widgets.status_bar import StatusBar, Tone
from playground.widgets.throttle import Throttle
from playground.window import standing
from playground.window.actions import Actions
from playground.window.edits import with_learning_rate
from playground.window.notices import Answer, Notices
from playground.window.toolbar import Toolbar

_NUMBERS_A_SECOND = 10  # while it trains: nobody reads faster


class Reporting(QObject):
    """Follows a session, and tells of it with the parts of the window that it is given.

    News of files stays in the status bar until training stands otherwise than before.
    """

    def __init__(
        self,
        document: Document,
        session: Session,
        actions: Actions,
        toolbar: Toolbar,
        status: StatusBar,
        notices: Notices,
        problems: Problems,
    ) -> None:
        super().__init__(session)
        self._document, self._session = document, session
        self._actions, self._toolbar = actions, toolbar
        self._status, self._notices = status, notices
        self._problems = problems
        self._stands: tuple[str, Tone] | None = None  # what the status bar last said of it
        self._numbers = Throttle(self, _NUMBERS_A_SECOND, self._show_numbers)
        session.state_changed.connect(self._on_session_state_changed)
        session.run_started.connect(self.say_how_it_stands)
        session.run_failed.connect(self._on_session_run_failed)
        session.snapshot_taken.connect(self._on_session_snapshot_taken)

    # --- the status bar -----------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Tell news until training stands otherwise; with no words, how it stands."""
        if words:
            self._status.say(words, "info")
        else:
            self.repeat()

    def refuse(
        self, refusal: Refusal, instead: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Tell on a card what could not be done, and offer what can be done `instead`."""
        self.repeat()
        answers: list[Answer] = []
        if instead is not None:
            words, act = instead
            answers.append((words, "wand-sparkles", lambda: self._do_instead(act)))
        self._tell("file", refusal, answers)

    def _do_instead(self, act: Callable[[], object]) -> None:
        self._notices.withdraw("file")
        act()

    def _tell(self, subject: str, refusal: Refusal, answers: Sequence[Answer]) -> None:
        """A refusal on a card, whose tooltip says where the file is."""
        self._notices.tell(subject, "error", refusal.title, refusal.sentence, answers)
        if self._notices.card is not None:
            where = "" if refusal.path is None else str(refusal.path.absolute())
            self._notices.card.setToolTip(where)

    def repeat(self) -> None:
        """Say how training stands, also where that is not new."""
        self._stands = None
        self.say_how_it_stands()

    def say_how_it_stands(self, *_: object) -> None:
        """Say it if it is new."""
        session, design = self._session, self._document.design
        run, snapshot = session.run, session.snapshot
        stands = standing.standing(
            session.state, session.blocked, design, run, snapshot, self._problems.shown_problems
        )
        if stands != self._stands:
            self._stands = stands
            self._status.say(*stands)
        if run is None or snapshot is None or session.choice is not None:  # of another network
            self._status.set_facts(())
        else:
            self._status.set_facts(standing.facts(session.state, run, snapshot))

    def show_state(self) -> None:
        """Show what can be done now, and why the rest cannot."""
        session = self._session
        state, blocked = session.state, session.blocked
        self._toolbar.show_state(state, blocked)
        over = standing.IS_OVER if state in OVER else ""
        self._actions.allow("train.run", blocked)
        self._actions.allow("train.step_batch", blocked or over)
        self._actions.allow("train.step_epoch", blocked or over)
        self._actions.allow("train.reset", blocked)
        self._numbers.now()

    # --- what the session tells ---------------------------------------------------------------

    def _on_session_snapshot_taken(self, snapshot: Snapshot) -> None:
        if self._session.state == "running":
            self._numbers.ask()
        else:
            self._numbers.now()

    def _show_numbers(self) -> None:
        self._toolbar.present(self._session.snapshot)
        self.say_how_it_stands()

    def _on_session_state_changed(self, state: str) -> None:
        if state in ("running", "idle"):
            self._notices.withdraw("training")
        if state == "diverged":
            self._tell_divergence()
        self.show_state()

    def _on_session_run_failed(self, sentence: str, details: str) -> None:
        data, fault = self._document.design.data, self._session.fault
        if isinstance(data, Csv) and isinstance(fault, DataError):
            self._tell_unlearnable(data, fault)
            self.show_state()
            return
        self._notices.tell(
            "training",
            "error",
            "Training could not go on.",
            sentence,
            [
                ("Copy details", "copy", lambda: QGuiApplication.clipboard().setText(details)),
                ("Run again", "play", self._session.toggle),
            ],
        )
        self.show_state()

    def _tell_unlearnable(self, data: Csv, fault: DataError) -> None:
        """A table that cannot be learned from; a word in it can be taken for a missing cell."""
        refusal = untrained(self._document.folder / data.path, fault)
        answers: list[Answer] = []
        if refusal.word and len(data.missing) < MOST_WORDS:
            words = f'Treat "{cut(refusal.word)}" as missing'
            answers.append((words, "wand-sparkles", lambda: self._take_as_missing(refusal.word)))
        self._tell("training", refusal, answers)

    def _take_as_missing(self, word: str) -> None:
        design = self._document.design
        if isinstance(design.data, Csv):
            data = replace(design.data, missing=(*design.data.missing, word))
            self._document.push(replace(design, data=data), f'treat "{cut(word)}" as missing')

    def _tell_divergence(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        optimizer = self._document.design.training.optimizer
        calmer = optimizer.calmer_rate()
        self._notices.tell(
            "training",
            "error",
            *standing.divergence(snapshot, optimizer),
            [(f"Use {written(calmer)} and run again", "wand-sparkles", lambda: self._calm(calmer))],
        )

    def _calm(self, rate: float) -> None:
        self._document.push(with_learning_rate(self._document.design, rate))
        self._session.reset()
        self._session.toggle()
