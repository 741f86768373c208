"""The main window: the one place where a person meets everything else, and all of it is wired."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from engine.checks import Problem, check
from engine.data import Prepared
from engine.design import Design
from engine.errors import SpecError
from playground import templates
from playground.canvas.canvas import Canvas
from playground.canvas.gestures.gestures import Gestures
from playground.canvas.outline import Outline
from playground.canvas.palette import Palette
from playground.document.autosave import Autosave
from playground.document.autosave import folder as autosave_folder
from playground.document.document import Document
from playground.document.recovery_cards import Offer, RecoveryCards
from playground.document.undo_keys import UndoKeys
from playground.inspector.data_card import DataCard
from playground.inspector.data_panel import DataPanel
from playground.inspector.inspector import Inspector
from playground.inspector.problems import Problems
from playground.training.session import Session
from playground.training.snapshot import Run, Snapshot
from playground.widgets.dock_title import DockTitle
from playground.widgets.label import Separator
from playground.widgets.status_bar import StatusBar
from playground.window import limits, tab_order
from playground.window.actions import Actions
from playground.window.afloat import Afloat
from playground.window.appearance import appearance
from playground.window.arrangements import DESIGN, Room
from playground.window.choosing import Choosing
from playground.window.command_palette import CommandPalette
from playground.window.commands import commands_of
from playground.window.drawer import Drawer
from playground.window.edits import with_feature_toggled, with_learning_rate, with_next_seed
from playground.window.filing import Filing
from playground.window.menus import TopRow
from playground.window.notices import Notices
from playground.window.reporting import Reporting
from playground.window.scrolled import Scrolled
from playground.window.seat import Seat
from playground.window.settings import settings
from playground.window.shelf import Shelf
from playground.window.summon import Summon
from playground.window.toolbar import Toolbar
from playground.window.weight_edits import WeightEdits
from playground.window.workspaces import Workspaces

if TYPE_CHECKING:
    from playground.window.stage import Stage

PREFERRED_SIZE = QSize(1440, 900)
_NOTHING_SELECTED = "Nothing is selected. Click a column, or press Tab."


class MainWindow(QMainWindow):
    """The window, as large as it likes to be or as the screen allows.

    `document.design`, `session.state` and `session.snapshot` tell what is going on. Views come
    when the window has been shown, since pyqtgraph takes a third of a second to import.
    """

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        self.look = appearance()
        self.setWindowTitle("Perceptron Playground")
        self.setAcceptDrops(True)
        self.document = Document(templates.read("spiral"), self)
        self.session = Session(self)
        self.filing = Filing(self, self.document, self.session)
        self.autosave = Autosave(self.document, autosave_folder(), self)
        self._given_up = False  # unsaved work, by who closes the window
        self.actions_by_id = Actions(self)
        self.problems: tuple[Problem, ...] = ()
        self.stage: Stage | None = None

        self.data_panel = DataPanel()
        self.inspector = Inspector()
        self.problem_panel = Problems(self)  # or it would be a window of its own for a moment
        self.data_card = DataCard()
        self.palette_panel = Palette()
        self._views = Scrolled()
        self.canvas = Canvas()
        self.gestures = Gestures(self.canvas)
        self.palette_panel.serve(self.gestures)
        self.outline = Outline(self.gestures)
        self.recovery = RecoveryCards()
        self.notices = Notices()
        self.toolbar = Toolbar(self.actions_by_id)
        self.status = StatusBar()
        self.reporting = Reporting(
            self.document,
            self.session,
            self.actions_by_id,
            self.toolbar,
            self.status,
            self.notices,
            self.problem_panel,
        )
        self.choosing = Choosing(self.document, self.session, self.notices)
        self.weight_edits = WeightEdits(self.document, self.session, self.canvas)
        self.commands = CommandPalette(self, commands_of)
        self._fill()
        self._wire()
        self.resize(PREFERRED_SIZE.boundedTo(self.screen().availableGeometry().size()))
        self._restore_places()
        self.session.open()
        self.session.limit(self.toolbar.limit)
        if file is None or not self.filing.open(file):
            self._begin(None)

    # --- putting together ---------------------------------------------------------------------

    def _fill(self) -> None:
        self._docks = {
            "data": self._dock("data", "Data", self.data_panel),
            "layers": self._dock("layers", "Layers", heading="Data"),  # they are below the data
            "outline": self._dock("outline", "Outline", self.outline),
            "inspector": self._dock("inspector", "Inspector", self.inspector),
            "views": self._dock("views", "Boundary and loss", self._views),
        }
        self._shelf = Shelf(self.data_card, self.palette_panel, self._docks["layers"])
        for name in ("inspector", "views"):  # what is in them says what it is
            self._docks[name].setTitleBarWidget(QWidget())
        self.workspaces = Workspaces(self, self._docks, self._boundary_height)
        self._top = TopRow(
            self.actions_by_id,
            self.filing.begin,
            self._dock_actions,
        )
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self.toolbar)
        column.addWidget(Separator(Qt.Orientation.Horizontal))
        self.setMenuWidget(head)
        self._head = head
        self._center = QWidget()
        self._center.setProperty("role", "canvas")
        self._center.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._middle = QVBoxLayout(self._center)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.recovery)
        self.drawer = Drawer(
            self.canvas, self.actions_by_id["view.inspector"], "settings-2", "Inspector"
        )
        self._middle.addWidget(self.drawer, 1)
        self.afloat = Afloat(self._center, self.canvas)
        self.afloat.take(self.notices)
        self.problem_panel.setParent(self._center)
        middle = Scrolled()
        middle.hold(self._center)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self._seat = Seat(
            self.canvas,
            self.drawer,
            (self._docks["inspector"], self._docks["views"]),
            self._boundary_height,
            self.actions_by_id["view.inspector"],
        )
        self._summon = Summon(
            self._docks["outline"], self.actions_by_id["view.outline"], self.canvas
        )

    def _dock_actions(self) -> list[QAction]:
        """What shows and hides each dock, in the menu's order."""
        own = {name: self.actions_by_id[f"view.{name}"] for name in ("inspector", "outline")}
        return [own.get(name, dock.toggleViewAction()) for name, dock in self._docks.items()]

    def _dock(
        self, name: str, title: str, widget: QWidget | None = None, heading: str = ""
    ) -> QDockWidget:
        """A dock that menus call by its title; `heading` stands above what comes first in it."""
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock.{name}")
        dock.setTitleBarWidget(DockTitle(heading or title, dock))
        if widget is not None:
            dock.setWidget(widget)
        return dock

    def _wire(self) -> None:
        document, session, filing = self.document, self.session, self.filing
        reporting, gestures = self.reporting, self.gestures
        document.design_changed.connect(self._on_document_design_changed)
        document.opened.connect(self._on_document_opened)
        document.saved.connect(self._on_document_saved)
        document.history_changed.connect(self._show_history)
        session.state_changed.connect(self._on_session_state_changed)
        session.run_started.connect(self._on_session_run_started)
        session.run_failed.connect(self._on_session_run_failed)
        session.snapshot_taken.connect(self._on_session_snapshot_taken)
        session.edit_refused.connect(reporting.say)
        self.choosing.said.connect(reporting.say)
        filing.said.connect(reporting.say)
        filing.refused.connect(reporting.refuse)
        filing.save_failed.connect(self._on_filing_save_failed)
        self._top.recent.chosen.connect(filing.open_instead)
        self.autosave.failed.connect(reporting.say)
        self.recovery.told.connect(reporting.refuse)
        self.recovery.restore_requested.connect(self._on_recovery_restore_requested)
        self.destroyed.connect(session.close)  # also where nobody closed it
        UndoKeys(self)
        self.drawer.covered_changed.connect(self.afloat.keep_clear)
        self.notices.primary_changed.connect(self.problem_panel.step_back)
        self.problem_panel.design_edited.connect(document.push)
        self.problem_panel.ignored_changed.connect(self._on_problem_panel_ignored_changed)
        self.problem_panel.layer_requested.connect(self._on_problem_layer_requested)
        self.data_panel.design_edited.connect(document.push)
        self.data_panel.open_table_requested.connect(filing.ask_table)
        self.data_card.design_edited.connect(document.push)
        self.data_card.open_table_requested.connect(filing.ask_table)
        self.inspector.design_edited.connect(document.push)
        self.canvas.opened_changed.connect(self._want)
        self.canvas.feature_toggled.connect(self._on_canvas_feature_toggled)
        self.canvas.selection_changed.connect(self.inspector.select)
        gestures.design_edited.connect(document.push)
        gestures.weight_edited.connect(self.weight_edits.set)
        gestures.said.connect(reporting.say)
        self._top.workspace.chosen.connect(self.workspaces.choose)
        self.workspaces.changed.connect(self._on_workspaces_changed)
        self.workspaces.room_changed.connect(self._on_workspaces_room_changed)
        self.toolbar.rate_edited.connect(self._on_toolbar_rate_edited)
        self.toolbar.speed_chosen.connect(session.limit)
        self.actions_by_id["view.calm"].setChecked(self.look.calm)
        self.actions_by_id.connect(
            {
                "file.new": filing.new,
                "file.open": filing.ask_open,
                "file.open_table": filing.ask_table,
                "file.save": filing.save,
                "file.save_as": filing.ask_save,
                "file.export": filing.ask_export,
                "file.quit": self.close,
                "edit.undo": document.undo,
                "edit.redo": document.redo,
                "edit.cut": lambda: self._on_selected(gestures.cut),
                "edit.copy": lambda: self._on_selected(gestures.copy),
                "edit.paste": gestures.paste,
                "edit.duplicate": lambda: self._on_selected(gestures.duplicate),
                "edit.delete": lambda: self._on_selected(gestures.remove),
                "train.run": session.toggle,
                "train.step_batch": session.step_batch,
                "train.step_epoch": session.step_epoch,
                "train.reset": session.reset,
                "train.new_seed": self._take_new_seed,
                "view.commands": self.commands.toggle,
                "view.theme": self._change_theme,
                "view.calm": self._change_motion,
                "view.inspector": self._seat.toggle,
                "view.outline": self._summon.toggle,
                "view.places": self.workspaces.arrange,
                "help.about": self._show_about,
            }
        )
        acts = ("edit.duplicate", "edit.copy", "edit.cut", "edit.delete")
        self.inspector.offer([self.actions_by_id[act] for act in acts])
        self._show_history()

    def focusNextPrevChild(self, next: bool) -> bool:
        docks = self._docks
        parts = (
            self._head,
            docks["data"],
            docks["layers"],
            docks["outline"],
            self._center,
            self.drawer.panel,  # within the centre
            docks["inspector"],
            docks["views"],
        )
        return tab_order.step(self, parts, next)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stage is None:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)  # so that Space adds a layer
            QTimer.singleShot(0, self, self._raise_curtain)

    def _raise_curtain(self) -> None:
        """Build the views, now that the window can be seen."""
        if self.stage is not None:
            return
        from playground.window.stage import Stage

        self.stage = Stage()
        self._views.hold(self.stage)
        self._on_workspaces_changed(self.workspaces.choice)
        self.stage.wants_changed.connect(self._want)
        self.stage.start(self.session.run)
        self._want()
        if self.session.snapshot is not None:
            self.stage.present(self.session.snapshot, moving=False)
        if self.isVisible():
            self.recovery.look_in(autosave_folder())

    def _want(self, *_: object) -> None:
        """Ask snapshots for what is seen: by the views, and by the canvas."""
        wants = self.canvas.wants if self.stage is None else self.canvas.wants | self.stage.wants()
        self.session.want(wants, self.canvas.opened)

    def _on_workspaces_changed(self, choice: str) -> None:
        designing = choice == DESIGN
        self._top.workspace.set_choice(choice)
        self.canvas.set_designing(designing)
        self.problem_panel.set_designing(designing)
        self._float(designing)
        self._seat.follow(self.workspaces.room.drawer, designing)
        if self.stage is not None:
            self.stage.set_designing(designing)

    def _float(self, designing: bool) -> None:
        """While designing problems have their place below the canvas, which else has it all."""
        if designing:
            self.afloat.leave(self.problem_panel)
            self._middle.addWidget(self.problem_panel)
        else:
            self._middle.removeWidget(self.problem_panel)
            self.afloat.take(self.problem_panel)

    def _on_workspaces_room_changed(self, room: Room) -> None:
        self._shelf.set_rail(room.rail)
        self._seat.follow(room.drawer, self.workspaces.choice == DESIGN)
        self.problem_panel.set_brief(room.low)

    def _boundary_height(self, width: int) -> int:
        """How high the boundary's pane is where it is so wide; a square before there is one."""
        return width if self.stage is None else self.stage.preferred_height(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self.workspaces, self.workspaces.share_out)  # after the docks moved

    # --- the document -------------------------------------------------------------------------

    def _begin(self, checkpoint: object) -> None:
        """Show the open document and start a run of it."""
        self._show_design()
        self.session.start(
            self.document.design,
            self.document.folder,
            checkpoint,  # type: ignore[arg-type]
            blocked=self._blocked(),
        )
        self._show_blocked()

    def _on_document_opened(self, checkpoint: object) -> None:
        self.notices.withdraw()
        self.problem_panel.forget_ignored()
        self.canvas.start(None)
        self._begin(checkpoint)
        self.reporting.repeat()

    def _on_document_design_changed(self, old: Design, new: Design) -> None:
        self.notices.withdraw("training")
        self._show_design()
        self.choosing.follow(new, self._blocked())
        self._show_blocked()
        self.reporting.repeat()

    def _on_document_saved(self, path: Path) -> None:
        self.notices.withdraw("file")
        self._show_title()

    def _show_history(self) -> None:
        """Name in the menu what undo and redo would do."""
        document = self.document
        for name, verb, words in (
            ("edit.undo", "Undo", document.undo_words),
            ("edit.redo", "Redo", document.redo_words),
        ):
            named = f"&{verb}: {words.replace('&', '&&')}" if words else f"&{verb}"
            self.actions_by_id[name].setText(named)
            self.actions_by_id.allow(name, "" if words else f"There is nothing to {verb.lower()}.")

    def _on_recovery_restore_requested(self, offer: Offer) -> None:
        self.filing.leaving.leave(lambda: self._restore(offer))

    def _restore(self, offer: Offer) -> None:
        work = offer.autosaved
        self.document.restore(work.design, work.path, work.folder)
        offer.taken(self.autosave.write())

    # --- the design ---------------------------------------------------------------------------

    def _show_design(self) -> None:
        design, known = self.document.design, self._known()
        self.problems = check(design, known)
        if not any(problem.severity == "error" for problem in self.problems):
            self.problems = (*limits.too_large(design, known), *self.problems)
        self.data_panel.show_design(design, known)
        self.data_card.show_design(design, known)
        self.inspector.show_design(design, self.problems, known)
        self.problem_panel.show_design(design, self.problems)
        self._show_columns()
        self.toolbar.show_design(design)
        self._show_title()

    def _known(self) -> Prepared | None:
        """The design's data as they were read, if they were."""
        design, run = self.document.design, self.session.run
        if run is not None and run.design.data == design.data and run.design.seed == design.seed:
            return run.prepared
        return None

    def _show_columns(self) -> None:
        """Show the design on the canvas, marked with the problems that nobody ignores."""
        shown = self.problem_panel.shown_problems
        self.canvas.show_design(self.document.design, shown, self._known())

    def _on_problem_panel_ignored_changed(self) -> None:
        self._show_columns()
        self.reporting.say_how_it_stands()

    def _show_title(self) -> None:
        name = self.document.name
        self._top.set_title(name, self.document.dirty)
        marked = name.replace("[*]", "[*][*]")  # which Qt would take for its mark
        self.setWindowTitle(f"{marked}[*] – Perceptron Playground")
        self.setWindowModified(self.document.dirty)

    def _show_blocked(self) -> None:
        """Let the views wait for a design that can be trained."""
        self.reporting.show_state()
        if not self.session.blocked:
            return
        self.canvas.hold()
        if self.stage is not None:
            self.stage.start(None)

    def _blocked(self) -> str:
        """Why the design cannot be trained, or nothing."""
        for problem in self.problems:
            if problem.severity == "error":
                return problem.message
        return ""

    # --- training -----------------------------------------------------------------------------

    def _on_session_run_started(self, run: Run) -> None:
        self._show_design()
        self.canvas.start(run)
        if self.stage is not None:
            self.stage.start(run)

    def _on_session_snapshot_taken(self, snapshot: Snapshot) -> None:
        self.canvas.present(snapshot)
        if self.stage is not None:
            self.stage.present(snapshot, moving=self.session.state == "running")

    def _on_session_state_changed(self, state: str) -> None:
        snapshot = self.session.snapshot
        if self.stage is not None and state != "running" and snapshot is not None:
            self.stage.present(snapshot, moving=False)

    def _on_session_run_failed(self, sentence: str, details: str) -> None:
        if self.stage is not None:
            self.stage.start(None)

    # --- what is asked for --------------------------------------------------------------------

    def _on_toolbar_rate_edited(self, rate: float) -> None:
        self.document.push(with_learning_rate(self.document.design, rate))

    def _on_canvas_feature_toggled(self, name: str) -> None:
        try:
            self.document.push(with_feature_toggled(self.document.design, name))
        except SpecError as error:
            self.reporting.say(error.reason)

    def _on_problem_layer_requested(self, layer_id: str) -> None:
        self.canvas.select((layer_id,))

    def _on_selected(self, act: Callable[[], object]) -> None:
        """Do it with the selected layers, or say that there are none."""
        if self.gestures.chosen:
            act()
        else:
            self.reporting.say(_NOTHING_SELECTED)

    def _take_new_seed(self) -> None:
        self.document.push(with_next_seed(self.document.design))

    def _change_theme(self) -> None:
        self.look.choose("light" if self.look.theme.name == "dark" else "dark")

    def _show_about(self) -> None:
        from playground.window import about  # reading versions takes 20 ms, which the start has not

        about.show(self)

    def _change_motion(self) -> None:
        self.look.calm_motion(self.actions_by_id["view.calm"].isChecked())

    def _on_filing_save_failed(self, sentence: str) -> None:
        elsewhere = ("Save elsewhere", "save", self.filing.ask_save)
        self.notices.tell("file", "error", "The design was not saved.", sentence, [elsewhere])

    # --- files dropped, places kept, the end --------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.filing.open_instead(Path(url.toLocalFile()))
                return

    def _restore_places(self) -> None:
        geometry = settings().value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.workspaces.restore()

    def _close_for_good(self) -> None:
        self._given_up = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.document.dirty and not self._given_up:
            event.ignore()
            self.filing.leaving.leave(self._close_for_good)
            return
        settings().setValue("window/geometry", self.saveGeometry())
        self.workspaces.keep()
        self.recovery.close_all()
        self.autosave.close()
        self.session.close()
        super().closeEvent(event)
