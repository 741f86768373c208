"""The one open design. Every edit makes a new value and pushes it; everything on screen follows."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from engine import designfile
from engine.design import Design
from engine.errors import EngineError
from playground.document.history import Done, History, Swap
from playground.document.wording import merge_key

if TYPE_CHECKING:
    from engine.formats import Checkpoint

CHECKPOINT_SUFFIX = ".safetensors"
_GESTURE_SECONDS = 1.0  # between two steps of a number that are undone together


class Document(QObject):
    """The open design, its file, its history and whether it has unsaved changes.

    `design_changed` carries the old and the new design of an edit, an undo or a redo; `opened`
    tells that another document took the place of the last, with the Checkpoint it came with or
    None; `history_changed` that `undo_words` and `redo_words` may be others.
    """

    design_changed = Signal(object, object)
    opened = Signal(object)
    saved = Signal(object)  # Path
    history_changed = Signal()

    def __init__(
        self,
        design: Design,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.design = design
        self.path: Path | None = None
        self._folder = Path.cwd()
        self._clean: Design | None = design
        self._history = History()
        self._clock = clock
        self._gesture = 1
        self._key: str | None = None
        self._held = False
        self._timed = False
        self._last_push = 0.0

    @property
    def name(self) -> str:
        """What it is called: by its file where it has one, else by its design."""
        return self.design.name if self.path is None else self.path.name

    @property
    def folder(self) -> Path:
        """Where the data's relative paths start."""
        return self._folder

    @property
    def dirty(self) -> bool:
        """Whether the design differs from what is on disk; undoing to the saved one is clean."""
        return self._clean is None or self.design != self._clean

    # --- edits --------------------------------------------------------------------------------

    def push(self, design: Design, what: str = "", merge: str | None = None) -> None:
        """Take an edited design as the present one.

        `what` names the edit in the menu, else its differences do. Pushes with the same `merge`
        key are one edit until `end_gesture`, another edit or an undo. Without a key, changes of
        the same number within a second of each other are one, or after `begin_gesture` however
        long they take; with an empty key, never.
        """
        old = self.design
        if design == old:
            return
        gesture = self._gesture_of(old, design, merge)
        self._history.push(Swap(old, design, what, gesture))
        self.design = design
        self._tell(old)

    def record(
        self,
        what: str,
        undo: Callable[[], object],
        redo: Callable[[], object],
        stands: Callable[[], bool],
    ) -> None:
        """Take into the history what was done to something other than the design, such as to a
        weight. Once it no longer `stands`, undo and redo pass it by."""
        self.end_gesture()
        self._history.push(Done(what, undo, redo, stands))
        self.history_changed.emit()

    def forget_stale(self) -> None:
        """Let go of what no longer stands at either side of the present."""
        if self._history.drop_stale():
            self.history_changed.emit()

    def begin_gesture(self) -> None:
        """Let the edits of a number that come now be one, until `end_gesture`, such as while the
        pointer holds a slider."""
        self.end_gesture()
        self._held = True

    def end_gesture(self) -> None:
        """Let the next edit be one of its own, such as when the pointer lets go."""
        self._gesture += 1
        self._key = None
        self._held = False

    def undo(self) -> None:
        """Go back one edit, if there is one."""
        self._begin_step()
        step, old = self._history.undo(), self.design
        if isinstance(step, Swap):
            self.design = step.old
        elif step is not None:
            step.undo()
        self._tell(old)

    def redo(self) -> None:
        """Do again what was undone last, if anything was."""
        self._begin_step()
        step, old = self._history.redo(), self.design
        if isinstance(step, Swap):
            self.design = step.new
        elif step is not None:
            step.redo()
        self._tell(old)

    @property
    def undo_words(self) -> str:
        """What the next undo takes back, such as `add Dropout 1`; empty where there is nothing."""
        return self._history.last.words if self._history.last is not None else ""

    @property
    def redo_words(self) -> str:
        """What the next redo does again; empty where there is nothing."""
        return self._history.next.words if self._history.next is not None else ""

    def _begin_step(self) -> None:
        self.end_gesture()
        self._history.drop_stale()

    def _tell(self, old: Design) -> None:
        if self.design != old:
            self.design_changed.emit(old, self.design)
        self.history_changed.emit()

    def _gesture_of(self, old: Design, new: Design, merge: str | None) -> int | None:
        """The number of the gesture this edit belongs to; None for one that stands alone."""
        key = merge_key(old, new) if merge is None else merge
        now = self._clock()
        timed = merge is None
        late = timed and not self._held and now - self._last_push > _GESTURE_SECONDS
        if not key or key != self._key or timed != self._timed or late:
            self._gesture += 1
        self._key, self._timed, self._last_push = key or None, timed, now
        return self._gesture if key else None

    # --- other documents, files ---------------------------------------------------------------

    def new(self, design: Design, folder: Path | None = None) -> None:
        """Begin with a design that has no file yet, such as a template; its data's relative
        paths start in `folder`."""
        self._take(design, None, folder or Path.cwd(), None)

    def open(self, path: Path) -> None:
        """Open a design or a checkpoint. Raises EngineError, and nothing has changed then."""
        checkpoint = None
        if path.suffix.lower() == CHECKPOINT_SUFFIX:
            from engine.formats import Checkpoint

            checkpoint = Checkpoint.read(path)
            design = checkpoint.design
        else:
            design = designfile.load(path)
        own = path if checkpoint is None else None
        self._take(design, own, path.absolute().parent, checkpoint)

    def restore(self, design: Design, path: Path | None, folder: Path) -> None:
        """Go on with a design that was never saved as it is now, such as after a crash."""
        self._take(design, path, folder, None, saved=False)

    def save(self, path: Path) -> None:
        """Write the design. Raises EngineError; the old file, the work and the mark then stay."""
        if os.path.isdir(path):
            raise EngineError(f"{path}: expected a file, found a folder.")
        data = self.design.data.moved(self._folder, path.absolute().parent)
        designfile.save(msgspec.structs.replace(self.design, data=data), path)
        self.path, self._clean = path, self.design
        self.end_gesture()
        self.saved.emit(path)

    def _take(
        self,
        design: Design,
        path: Path | None,
        folder: Path,
        checkpoint: Checkpoint | None,
        saved: bool = True,
    ) -> None:
        self._history.clear()
        self.end_gesture()
        self.design, self.path, self._folder = design, path, folder
        self._clean = design if saved else None
        self.opened.emit(checkpoint)
        self.history_changed.emit()
