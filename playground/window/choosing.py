"""Keep or fresh: an edit that needs another network pauses the training, and a card above the
canvas asks what is to become of the weights, in numbers that are true of this edit.

What asks, where something has been learned:
- layers and units, and the features the network is given: what survives differs from edit to edit;
- loss, optimizer, activations, initializers, precision: every weight fits, only its past does not.

What starts afresh without asking:
- a new seed, since new first weights are what it is for;
- other data, of whatever change: the loss of points that are gone says nothing of those that come,
  and a slider such as noise would ask at every step; TensorFlow Playground does the same;
- an edit of which no weight survives: there is nothing to choose.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from engine.design import Design, Difference, differences
from engine.errors import ShapeError
from engine.spec import Change
from engine.surgery import Fate, Outline, in_words, survival
from playground.document.document import Document
from playground.document.wording import edit_words
from playground.training.session import Choice, Session
from playground.training.snapshot import Run
from playground.window.notices import Notices

SUBJECT = "choice"
_EITHER_WAY = "The curves and the optimizer start anew either way."


class Choosing(QObject):
    """Lets a session follow an edited design and asks where there is a choice. Made after those
    who tell how training stands: `said` tells, after them, what became of kept weights."""

    said = Signal(str)

    def __init__(self, document: Document, session: Session, notices: Notices) -> None:
        super().__init__(session)
        self._document, self._session, self._notices = document, session, notices
        self._kept = ""  # what is to be said at the new run's first snapshot
        self._news = ""
        session.choice_requested.connect(self._on_session_choice_requested)
        session.choice_settled.connect(self._on_session_choice_settled)
        session.snapshot_taken.connect(self._on_session_snapshot_taken)

    def follow(self, design: Design, blocked: str = "") -> None:
        """Let training go on with an edited design; `blocked` says why it cannot."""
        trained = self._session.trained
        asks = not blocked and trained is not None and bool(survivors(*trained, design))
        self._news = ""
        self._session.follow(design, self._document.folder, blocked, keep=None if asks else False)

    def _on_session_choice_requested(self, choice: Choice) -> None:
        trained = self._session.trained
        if trained is None:
            return
        fates = survivors(*trained, choice.design)
        edit = edit_words(trained[0], choice.design)
        title, sentence, self._kept = words(fates, edit)
        keep = "Keep surviving weights" if _differs(fates) else "Keep the weights"
        self._notices.tell(
            SUBJECT,
            "info",
            title,
            sentence,
            [
                ("Start fresh", "rotate-ccw", self._session.start_fresh),
                (keep, "check", self._session.keep_weights),
            ],
            dismissable=False,
        )

    def _on_session_choice_settled(self, keep: bool | None) -> None:
        self._news = self._kept if keep else ""
        self._notices.withdraw(SUBJECT)

    def _on_session_snapshot_taken(self) -> None:
        if self._news:
            news, self._news = self._news, ""
            self.said.emit(news)


def survivors(trained: Design, run: Run, design: Design) -> tuple[Fate, ...]:
    """What an edit makes of the layers, where that is a question to ask; else nothing."""
    found = differences(trained, design)
    if all(each.change <= Change.LIVE for each in found):
        return ()
    if any(each.path == "seed" or _other_data(each) for each in found):
        return ()
    inputs, facts = run.prepared.inputs, design.data.facts()
    after = facts.inputs if facts is not None and trained.data != design.data else inputs
    try:
        fates = survival(Outline.of(trained, inputs), Outline.of(design, after))
    except ShapeError:
        return ()
    return fates if any(fate.parameters_kept for fate in fates) else ()


def _other_data(difference: Difference) -> bool:
    return difference.change == Change.DATA and difference.path != "data.features"


def words(fates: Sequence[Fate], edit: str) -> tuple[str, str, str]:
    """Title and sentence of the card, and what is said once the weights are kept. `edit` says in
    a few words what was done where every layer is as before."""
    total = sum(fate.parameters for fate in fates)
    kept = sum(fate.parameters_kept for fate in fates)
    stay = f"All {total:,} parameters" if kept == total else f"{kept:,} of {total:,} parameters"
    sentence = f"{stay} can stay. {_EITHER_WAY}"
    if not _differs(fates):
        title = f"{edit[:1].upper()}{edit[1:]}. Keep the weights, or start fresh?"
        return title, sentence, f"{stay} were kept."
    first = min((fate for fate in fates if in_words([fate])), key=_followed)
    title, after = (" ".join(in_words([first], asked)[:1]) for asked in (True, False))
    return title, sentence, after


def _differs(fates: Sequence[Fate]) -> bool:
    """Whether any layer came, went or is of another shape."""
    return bool(in_words(fates))


def _followed(fate: Fate) -> int:
    """Layers that were edited first, then those that only follow from it."""
    if not fate.had or not fate.has:
        return 0
    return 1 if fate.had != fate.has and not fate.elementwise else 2
