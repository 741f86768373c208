"""Opening, saving and exporting, with the dialogs that ask where."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.data.cells import cut
from engine.design import Design
from engine.designfile import SUFFIX
from engine.errors import EngineError
from playground import templates
from playground.document.document import CHECKPOINT_SUFFIX, Document
from playground.document.exporting import FILTERS, Exporter
from playground.document.gallery import Gallery
from playground.document.reasons import unwritten
from playground.document.recent import remember
from playground.document.refusals import Refusal, unopened
from playground.document.tables import TableReader
from playground.document.target_question import Column, TargetQuestion
from playground.document.unsaved import Leaving
from playground.training.session import Session
from playground.window.save_dialog import ask_where
from playground.window.settings import settings

TABLE_SUFFIXES = (".csv", ".tsv")
SAVED = {f"Designs (*{SUFFIX})": SUFFIX}
TABLES = "Tables (*.csv *.tsv);;All files (*)"
DESIGNS = f"Designs and checkpoints (*{SUFFIX} *.safetensors);;All files (*)"


class Filing(QObject):
    """What the File menu does. `said` is news for the status bar; `refused` carries a Refusal,
    after which nothing has changed, and what can be done instead as (words, act) or None;
    `save_failed` is a sentence on saving.

    `leaving` asks about unsaved work before another document takes the place of the open one.
    """

    said = Signal(str)
    refused = Signal(object, object)
    save_failed = Signal(str)

    def __init__(self, window: QWidget, document: Document, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._session = session
        self.leaving = Leaving(window, document, self.save)
        self._exporter = Exporter(self)
        self._exporter.exported.connect(self._on_exporter_exported)
        self._exporter.failed.connect(self._on_exporter_failed)
        self._tables = TableReader(self)
        self._tables.columns_read.connect(self._on_tables_columns_read)
        self._tables.designed.connect(self._on_tables_designed)
        self._tables.failed.connect(self._on_tables_failed)
        self._missing: tuple[str, ...] = ()  # words of the table that is being opened

    # --- opening ------------------------------------------------------------------------------

    def new(self) -> None:
        """Let a person choose what to begin with."""
        gallery = Gallery(self._window)
        gallery.chosen.connect(self.begin)
        gallery.finished.connect(gallery.deleteLater)
        gallery.open()

    def begin(self, template: str) -> None:
        """Begin with a template, or with nothing, as a design without a file."""
        self.leaving.leave(
            lambda: self._document.new(templates.read(template) if template else Design())
        )

    def ask_open(self) -> None:
        """Ask for a file, and open it."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open", self._folder(), DESIGNS)
        if chosen:
            self.open_instead(Path(chosen))

    def open_instead(self, path: Path) -> None:
        """Open a file, once the open document's work is safe or given up."""
        if path.suffix.lower() in TABLE_SUFFIXES:
            self.open_table(path)
        else:
            self.leaving.leave(lambda: self.open(path))

    def open(self, path: Path) -> bool:
        """Open a design, a checkpoint or a table, and say whether it was; a bad file changes
        nothing."""
        if path.suffix.lower() in TABLE_SUFFIXES:
            self.open_table(path)
            return False
        try:
            self._document.open(path)
        except EngineError as error:
            self.refused.emit(unopened(path, error, self._document.name), None)
            return False
        self._remember(path)
        remember(path)
        self.said.emit(f"Opened {path.name}.")
        return True

    def ask_table(self) -> None:
        """Ask for a table and the column to predict, and design a network for it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Open a table", self._folder(), TABLES
        )
        if chosen:
            self.open_table(Path(chosen))

    def open_table(self, path: Path) -> None:
        """Ask which column is to be predicted, and begin with a design for it."""
        if self._tables.busy:
            self.said.emit("Still reading the last table.")
            return
        self.said.emit(f"Reading {path.name}…")
        self._missing = ()
        self._tables.read_columns(path)

    def _on_tables_columns_read(self, path: Path, columns: tuple[Column, ...]) -> None:
        question = TargetQuestion(path.name, columns, self._window)
        question.chosen.connect(lambda target: self._design(path, target))
        question.rejected.connect(lambda: self._tell_unopened(path))
        question.finished.connect(question.deleteLater)
        question.open()

    def _design(self, path: Path, target: str) -> None:
        self.said.emit(f"Designing a network for {path.name}…")
        self._tables.design(path, target, self._missing)

    def _on_tables_failed(self, path: Path, error: EngineError, target: str) -> None:
        refusal = unopened(path, error, self._document.name)

        def again() -> None:
            self._missing = (*self._missing, refusal.word)
            self._design(path, target)

        treat = (f'Treat "{cut(refusal.word)}" as missing', again) if refusal.word else None
        self.refused.emit(refusal, treat)

    def _on_tables_designed(self, path: Path, design: Design) -> None:
        def begin() -> None:
            self._document.new(design, path.absolute().parent)
            self._remember(path)
            remember(path)

        self.leaving.leave(begin, lambda: self._tell_unopened(path))

    def _tell_unopened(self, path: Path) -> None:
        self.said.emit(f"{path.name} was not opened.")

    # --- saving -------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save where it was last saved, or ask; whether it was."""
        path = self._document.path
        return self.ask_save() if path is None else self._save(path)

    def ask_save(self) -> bool:
        """Ask for a file, and save the design there; whether it was."""
        path = ask_where(self._window, "Save as", self._proposed(SUFFIX), SAVED)
        return path is not None and self._save(path)

    def _save(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except EngineError as error:
            self.save_failed.emit(unwritten(path.name, error))
            return False
        self._remember(path)
        remember(path)
        apart = " Weights are exported apart." if self._session.has_learned else ""
        self.said.emit(f"Saved {path.name}.{apart}")
        return True

    # --- exporting ----------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask for a file and its format, and write the weights on screen there."""
        if self._exporter.busy:
            self.said.emit("Still exporting the last file.")
            return
        start = self._proposed(CHECKPOINT_SUFFIX)
        path = ask_where(self._window, "Export weights", start, FILTERS)
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Write the weights on screen in the format of the path's suffix."""
        checkpoint, trained = self._session.checkpoint(), self._session.trained
        if checkpoint is None or trained is None:
            none = Refusal("There are no weights to export yet.", "Press Run first.")
            self.refused.emit(none, None)
            return
        self._remember(path)
        self.said.emit(f"Exporting {path.name}…")
        self._exporter.export(checkpoint, path, trained[1].prepared)

    def _on_exporter_exported(self, exported: object) -> None:
        name = Path(str(getattr(exported, "path", ""))).name
        error = getattr(exported, "max_abs_error", None)
        checked = (
            "Its reader is not installed here, so it was not read back."
            if error is None
            else f"Read back and predicts the same, within {error:.0e}."
        )
        self.said.emit(f"Exported {name}. {checked}")

    def _on_exporter_failed(self, sentence: str) -> None:
        self.refused.emit(Refusal("The weights were not exported.", sentence), None)

    # --- folders ------------------------------------------------------------------------------

    def _proposed(self, suffix: str) -> Path:
        """Where to write what belongs to the open design: beside its file, else where a file was
        last."""
        if (path := self._document.path) is not None:
            return path.absolute().with_name(path.name.removesuffix(SUFFIX) + suffix)
        return Path(self._folder()) / f"{_file_name(self._document.design.name)}{suffix}"

    def _folder(self) -> str:
        return str(settings().value("folder", str(Path.home())))

    def _remember(self, path: Path) -> None:
        settings().setValue("folder", str(path.absolute().parent))


def _file_name(name: str) -> str:
    """A design's name as a file name that every system takes."""
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in name)
    return " ".join(kept.split())[:80] or "Untitled"
