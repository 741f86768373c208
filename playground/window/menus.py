"""The top row: menus on the left, the design's name in the middle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QWidget

from playground import templates
from playground.document.recent import RecentMenu
from playground.widgets.label import Label
from playground.widgets.segmented import SegmentedControl
from playground.window.actions import Actions
from playground.window.appearance import CHOICES, appearance
from playground.window.arrangements import CHOICES as WORKSPACES

_LAYOUT: dict[str, tuple[str, ...]] = {
    "&File": (
        "file.new",
        "templates",
        "",
        "file.open",
        "file.open_table",
        "recent",
        "file.save",
        "file.save_as",
        "",
        "file.export",
        "",
        "file.quit",
    ),
    "&Edit": (
        "edit.undo",
        "edit.redo",
        "",
        "edit.cut",
        "edit.copy",
        "edit.paste",
        "edit.duplicate",
        "edit.delete",
    ),
    "&Train": (
        "train.run",
        "train.step_batch",
        "train.step_epoch",
        "",
        "train.reset",
        "train.new_seed",
    ),
    "&View": ("view.commands", "", "view.theme", "themes", "view.calm", "", "docks", "view.places"),
    "&Help": ("help.about",),
}
_THEMES = {"system": "&As the system", "light": "&Light", "dark": "&Dark"}


class TopRow(QWidget):
    """Menu bar and title; `docks` are the actions that show and hide docks."""

    def __init__(
        self,
        actions: Actions,
        open_template: Callable[[str], object],
        docks: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setProperty("role", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name, self._edited = "", False
        self._themes: dict[str, QAction] = {}
        self.bar = QMenuBar(self)
        self.recent = RecentMenu(self)
        self.title = Label("", "muted", parent=self)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, self.look.sizes.panel, round(self.look.sizes.hairline))
        row.addWidget(self.bar)
        for words, ids in _LAYOUT.items():
            menu = self.bar.addMenu(words)
            for name in ids:
                if not name:
                    menu.addSeparator()
                elif name == "templates":
                    self._add_templates(menu, open_template)
                elif name == "recent":
                    menu.addMenu(self.recent)
                elif name == "themes":
                    self._add_themes(menu)
                elif name == "docks":
                    menu.addActions(docks)
                else:
                    menu.addAction(actions[name])
        row.addStretch(1)
        self.workspace = SegmentedControl("Workspace", WORKSPACES, parent=self)
        row.addWidget(self.workspace)
        self._arrange()
        self.look.theme_changed.connect(self._arrange)

    def set_title(self, name: str, edited: bool) -> None:
        """Say what is open, and whether it has unsaved changes."""
        self._name, self._edited = name, edited
        self._show_title()

    def _show_title(self) -> None:
        """The name as far as there is room, and always whether it is edited."""
        mark = "  —  edited" if self._edited else ""
        metrics = self.title.fontMetrics()
        room = self.title.width() - metrics.horizontalAdvance(mark)
        shown = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        self.title.setText(shown + mark)

    def _add_templates(self, menu: QMenu, open_template: Callable[[str], object]) -> None:
        submenu = menu.addMenu("New from &template")

        def fill() -> None:  # when it is opened: reading them all would delay the window
            if not submenu.isEmpty():
                return
            for name in templates.names():
                action = submenu.addAction(templates.read(name).name)
                action.setObjectName(f"file.template.{name}")
                action.triggered.connect(lambda _=False, name=name: open_template(name))

        menu.aboutToShow.connect(fill)

    def _add_themes(self, menu: QMenu) -> None:
        submenu = menu.addMenu("The&me")
        group = QActionGroup(self)
        for choice in CHOICES:
            action = QAction(_THEMES[choice], group)  # not the submenu's, which may go before us
            action.setObjectName(f"view.theme.{choice}")
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, choice=choice: self.look.choose(choice))
            self._themes[choice] = action
        submenu.addActions(group.actions())

    def _arrange(self) -> None:
        self.setFixedHeight(self.look.sizes.menu_bar)
        self._themes[self.look.choice].setChecked(True)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        sizes = self.look.sizes
        line = QRectF(0, self.height() - sizes.hairline, self.width(), sizes.hairline)
        QPainter(self).fillRect(line, self.look.color("border"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = self.bar.sizeHint().width()
        self.title.setGeometry(left, 0, max(0, self.width() - 2 * left), self.height())
        self._show_title()
