"""The main window: what it consists of, and who in it listens to whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from engine.checks import Problem
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
from playground.widgets.settling import settle_focused
from playground.widgets.status_bar import StatusBar
from playground.window import tab_order
from playground.window.actions import Actions
from playground.window.appearance import appearance
from playground.window.arrangements import DESIGN, Room
from playground.window.captions import Captions
from playground.window.center import Center
from playground.window.choosing import Choosing
from playground.window.command_palette import CommandPalette
from playground.window.commands import commands_of
from playground.window.docks import docks_of, shown_by
from playground.window.editing import Editing
from playground.window.filing import Filing
from playground.window.following import Following
from playground.window.head import Head
from playground.window.menus import TopRow
from playground.window.notices import Notices
from playground.window.presenting import Presenting
from playground.window.reporting import Reporting
from playground.window.scrolled import Scrolled
from playground.window.seat import Seat
from playground.window.settings import kept_bytes, settings
from playground.window.shelf import Shelf
from playground.window.slots import slots_of
from playground.window.summon import Summon
from playground.window.toolbar import Toolbar
from playground.window.weight_edits import WeightEdits
from playground.window.workspaces import Workspaces

if TYPE_CHECKING:
    from playground.window.stage import Stage

PREFERRED_SIZE = QSize(1440, 900)


class MainWindow(QMainWindow):
    """The window, as large as it likes to be or as the screen allows.

    `document.design`, `session.state` and `session.snapshot` tell what is going on. Views come
    when the window has been shown.
    """

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        self.look = appearance()
        self.setWindowTitle("Perceptron Playground")
        self.setAcceptDrops(True)
        self.document = document = Document(templates.read("spiral"), self)
        self.session = session = Session(self)
        self.filing = Filing(self, document, session)
        self.autosave = Autosave(document, autosave_folder(), self)
        self._given_up = False  # unsaved work, by who closes the window
        self.actions_by_id = actions = Actions(self)

        self.data_panel = DataPanel()
        self.inspector = Inspector()
        self.problem_panel = Problems(self)  # or it would be a window of its own for a moment
        self.data_card = DataCard()
        self.palette_panel = Palette()
        self.canvas = Canvas(alone=session.gate)
        self.gestures = Gestures(self.canvas)
        self.palette_panel.serve(self.gestures)
        self.outline = Outline(self.gestures)
        self.recovery = RecoveryCards()
        self.notices = Notices()
        self.toolbar = Toolbar(actions)
        self.status = StatusBar()
        self.reporting = Reporting(
            document, session, actions, self.toolbar, self.status, self.notices, self.problem_panel
        )
        self.choosing = Choosing(document, session, self.notices)
        self.weight_edits = WeightEdits(document, session, self.canvas)
        self.editing = Editing(
            document,
            session,
            self.gestures,
            (self.data_panel, self.data_card),
            self.inspector,
            self.problem_panel,
            self.toolbar,
        )
        self.presenting = Presenting(session, self.canvas)
        self.following = Following(
            document,
            session,
            self.editing,
            self.choosing,
            self.presenting,
            self.reporting,
            self.notices,
        )
        self.commands = CommandPalette(self, commands_of)
        self._fill()
        self._wire()
        self.resize(PREFERRED_SIZE.boundedTo(self.screen().availableGeometry().size()))
        self._restore_places()
        self.session.open()
        self.session.limit(self.toolbar.limit)
        if file is None or not self.filing.open(file):
            self.following.begin()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the checks found in the open design."""
        return self.editing.problems

    @property
    def stage(self) -> Stage | None:
        """The views; None before the window was shown."""
        return self.presenting.stage

    # --- putting together ---------------------------------------------------------------------

    def _fill(self) -> None:
        actions, boundary_height = self.actions_by_id, self.presenting.boundary_height
        self.docks = docks_of(
            self,
            {
                "data": self.data_panel,
                "outline": self.outline,
                "inspector": self.inspector,
                "views": self.presenting.place,
            },
        )
        self._shelf = Shelf(self.data_card, self.palette_panel, self.docks["layers"])
        self.workspaces = Workspaces(self, self.docks, boundary_height)
        self.top = TopRow(actions, self.filing.begin, shown_by(self.docks, actions))
        self.head = Head(self.top, self.toolbar)
        self.setMenuWidget(self.head)
        to_inspect, to_outline = actions["view.inspector"], actions["view.outline"]
        self.center = Center(
            self.canvas, self.recovery, self.notices, self.problem_panel, to_inspect
        )
        self.drawer = self.center.drawer
        middle = Scrolled()
        middle.hold(self.center)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        beside = (self.docks["inspector"], self.docks["views"])
        self.seat = Seat(self.canvas, self.drawer, beside, boundary_height, to_inspect)
        self.summon = Summon(self.docks["outline"], to_outline, self.canvas)

    def _wire(self) -> None:
        document, session, filing = self.document, self.session, self.filing
        reporting, gestures, problem_panel = self.reporting, self.gestures, self.problem_panel
        document.saved.connect(self._on_document_saved)
        session.edit_refused.connect(reporting.say)
        self.choosing.said.connect(reporting.say)
        self.editing.said.connect(reporting.say)
        gestures.said.connect(reporting.say)
        gestures.weight_edited.connect(self.weight_edits.set)
        filing.said.connect(reporting.say)
        filing.refused.connect(reporting.refuse)
        filing.save_failed.connect(self._on_filing_save_failed)
        self.autosave.failed.connect(reporting.say)
        self.recovery.told.connect(reporting.refuse)
        self.recovery.restore_requested.connect(self._on_recovery_restore_requested)
        problem_panel.ignored_changed.connect(reporting.say_how_it_stands)
        self.data_panel.open_table_requested.connect(filing.ask_table)
        self.data_card.open_table_requested.connect(filing.ask_table)
        noise = self.data_panel.noise.slider
        noise.sliderPressed.connect(document.begin_gesture)
        noise.sliderReleased.connect(document.end_gesture)
        self.top.recent.chosen.connect(filing.open_instead)
        self.top.workspace.chosen.connect(self.workspaces.choose)
        self.workspaces.changed.connect(self._on_workspaces_changed)
        self.workspaces.room_changed.connect(self._on_workspaces_room_changed)
        self.toolbar.speed_chosen.connect(session.limit)
        self.destroyed.connect(session.close)  # also where nobody closed it
        UndoKeys(self)
        Captions(self, document, self.top, self.actions_by_id)
        self.actions_by_id["view.calm"].setChecked(self.look.calm)
        self.actions_by_id.connect(slots_of(self))
        acts = ("edit.duplicate", "edit.copy", "edit.cut", "edit.delete")
        self.inspector.offer([self.actions_by_id[act] for act in acts])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:  # everything that waits to be painted
            with self.session.gate:
                return super().event(event)
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        docks = self.docks
        parts = (
            self.head,
            docks["data"],
            docks["layers"],
            docks["outline"],
            self.center,
            self.drawer.panel,  # within the center
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
        self.presenting.build()
        self._on_workspaces_changed(self.workspaces.choice)
        self.presenting.begin()
        if self.isVisible():
            self.recovery.look_in(autosave_folder())

    # --- workspaces ---------------------------------------------------------------------------

    def _on_workspaces_changed(self, choice: str) -> None:
        designing = choice == DESIGN
        self.top.workspace.set_choice(choice)
        self.canvas.set_designing(designing)
        self.center.set_designing(designing)
        self.seat.follow(self.workspaces.room.drawer, designing)
        self.presenting.set_designing(designing)

    def _on_workspaces_room_changed(self, room: Room) -> None:
        self._shelf.set_rail(room.rail)
        self.seat.follow(room.drawer, self.workspaces.choice == DESIGN)
        self.problem_panel.set_brief(room.low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self.workspaces, self.workspaces.share_out)  # after the docks moved

    # --- files, and the end -------------------------------------------------------------------

    def _on_document_saved(self, path: Path) -> None:
        self.notices.withdraw("file")

    def _on_filing_save_failed(self, sentence: str) -> None:
        elsewhere = ("Save elsewhere", "save", self.filing.ask_save)
        self.notices.tell("file", "error", "The design was not saved.", sentence, [elsewhere])

    def _on_recovery_restore_requested(self, offer: Offer) -> None:
        self.filing.leaving.leave(lambda: self._restore(offer))

    def _restore(self, offer: Offer) -> None:
        work = offer.autosaved
        self.document.restore(work.design, work.path, work.folder)
        offer.taken(self.autosave.write())

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
        geometry = kept_bytes("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.workspaces.restore()

    def _close_for_good(self) -> None:
        self._given_up = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        settle_focused()
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
