"""What was done, in order, and how far of it stands: the list that undo and redo walk.

QUndoStack would do, were its commands not written in Python: PySide 6.11.3 ends the process when
such commands are collected as garbage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.design import Design
from playground.document.wording import edit_words


@dataclass(slots=True)
class Swap:
    """One edit: the design before and the design after. Edits of one `gesture` become one; None
    stands alone. `what` names it where its differences would not."""

    old: Design
    new: Design
    what: str
    gesture: int | None

    @property
    def words(self) -> str:
        return self.what or edit_words(self.old, self.new)

    def takes(self, other: Swap) -> bool:
        """Become one edit with the next, if it is of the same gesture."""
        if self.gesture is None or self.gesture != other.gesture:
            return False
        self.new, self.what = other.new, other.what or self.what
        return True


@dataclass(slots=True)
class Done:
    """Something done to another thing than the design, with the way back and forth, while it
    `stands`."""

    words: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    stands: Callable[[], bool]


class History:
    """The steps, of which those before the present are done and the others undone."""

    def __init__(self) -> None:
        self._done: list[Swap | Done] = []
        self._undone: list[Swap | Done] = []

    @property
    def last(self) -> Swap | Done | None:
        """What undo takes back."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> Swap | Done | None:
        """What redo does again."""
        return self._undone[-1] if self._undone else None

    def push(self, step: Swap | Done) -> None:
        """Take what was just done; what was undone before is forgotten."""
        self._undone.clear()
        last = self.last
        if not (isinstance(last, Swap) and isinstance(step, Swap) and last.takes(step)):
            self._done.append(step)
        elif last.old == last.new:
            self._done.pop()

    def undo(self) -> Swap | Done | None:
        """Go back one step, and say which; None where there is none."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self.next

    def redo(self) -> Swap | Done | None:
        """Go forth one step, and say which."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self.last

    def drop_stale(self) -> bool:
        """Let go of what no longer stands at either side of the present; whether there was any."""
        stale = False
        for steps in (self._done, self._undone):
            while steps and isinstance(step := steps[-1], Done) and not step.stands():
                steps.pop()
                stale = True
        return stale

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
