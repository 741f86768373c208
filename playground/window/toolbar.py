"""The toolbar: run and step at the left, how far it has come in the middle, how fast at the end."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QWidget

from engine.design import Design
from engine.spec import Field, fields
from playground.training.snapshot import Snapshot
from playground.widgets.button import Button
from playground.widgets.label import Label, Separator
from playground.widgets.number_editor import NumberEditor
from playground.widgets.numbers import Scale
from playground.widgets.read_out import ReadOut
from playground.widgets.run_button import RunButton
from playground.widgets.slider import Slider
from playground.window.actions import Actions
from playground.window.appearance import appearance
from playground.window.settings import settings

_SLOWEST, _FASTEST = 1.0, 10_000.0  # batches a second; the slider's end is "max"
_FIRST_SPEED = 0.75  # 1,000 batches a second: slow enough to watch the spiral being learned
_COLLAPSING = ("train.step_batch", "train.step_epoch", "train.reset", "train.new_seed")


class Toolbar(QWidget):
    """Shows progress, and says what a person asks for.

    `rate_edited(rate)` is a new learning rate, `speed_chosen(limit)` batches a second or None for
    as fast as it goes.
    """

    rate_edited = Signal(float)
    speed_chosen = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Training")
        self._run = RunButton(self)
        self._run.clicked.connect(actions["train.run"].trigger)
        self._buttons = {name: self._follower(actions, name) for name in _COLLAPSING}
        self.epoch = ReadOut("Epoch", "0,000 of 0,000", tip="How often every point was seen.")
        self.train_loss = ReadOut("Training loss", "00.000", tip="J over the training points.")
        self.check_loss = ReadOut("Validation loss", "00.000", tip="J over the points kept aside.")
        self.score = ReadOut("Accuracy", "100.0 %", tip="Share of the validation points right.")
        self._rate_label = Label("Learning rate", "muted")
        field = _rate_field(Design())
        self._rate = NumberEditor("Learning rate", _scale(field), 0.01, tip=field.description)
        self._rate.value_changed.connect(self.rate_edited)
        self._speed_label = Label("Speed", "muted")
        level = float(str(settings().value("speed", _FIRST_SPEED)))
        self._speed = Slider("Speed", level=level, tip="How many batches a second.")
        self._speed.moved.connect(self._on_speed_moved)
        self._speed_words = Label(_speed_in_words(speed_limit(level)), "strong")
        self._row = QHBoxLayout(self)
        self._fill()
        self._arrange()
        self.look.theme_changed.connect(self._on_theme_changed)

    def _follower(self, actions: Actions, name: str) -> Button:
        entry = actions[name]
        button = Button(entry.iconText(), kind="ghost", icon=actions.icon_of(name), parent=self)
        button.setObjectName(f"{name}.button")
        button.follow(entry)
        return button

    def _fill(self) -> None:
        row = self._row
        row.addWidget(self._run)
        row.addWidget(self._buttons["train.step_batch"])
        row.addWidget(self._buttons["train.step_epoch"])
        row.addWidget(Separator(parent=self))
        row.addWidget(self._buttons["train.reset"])
        row.addWidget(self._buttons["train.new_seed"])
        row.addWidget(Separator(parent=self))
        self._gaps = []
        for read_out in (self.epoch, self.train_loss, self.check_loss, self.score):
            self._gaps.append(QSpacerItem(0, 0))
            row.addItem(self._gaps[-1])
            row.addWidget(read_out)
        row.addStretch(1)
        row.addWidget(self._rate_label)
        row.addWidget(self._rate)
        row.addWidget(self._speed_label)
        row.addWidget(self._speed)
        row.addWidget(self._speed_words)

    # --- what it shows ------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Put the keyboard on Run."""
        self._run.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_design(self, design: Design) -> None:
        """Show the design's learning rate, in the bounds of its optimizer."""
        optimizer = design.training.optimizer
        self._rate.set_scale(_scale(_rate_field(design)))
        self._rate.set_value(optimizer.learning_rate)

    def show_state(self, state: str, blocked: str) -> None:
        """Run or Pause, or why neither."""
        if blocked:
            self._run.set_state("blocked", blocked)
        else:
            self._run.set_state("running" if state == "running" else "ready")

    def present(self, snapshot: Snapshot | None) -> None:
        """Show how far training has come."""
        if snapshot is None:
            for read_out in (self.epoch, self.train_loss, self.check_loss, self.score):
                read_out.set_text("–")
            return
        tone = "danger" if snapshot.stopped == "diverged" else "text"
        train, check = snapshot.report.train, snapshot.report.validation
        self.epoch.set_text(f"{snapshot.epoch:,} of {snapshot.design.training.epochs:,}")
        self.train_loss.set_text(_loss(train.loss), tone)  # type: ignore[arg-type]
        self.check_loss.set_text("–" if check is None else _loss(check.loss))
        scores = train if check is None else check
        if scores.r2 is not None:
            self.score.set_text(f"R² {scores.r2:.3f}".replace("-", "−"))
        else:
            self.score.set_text(f"{100 * scores.metric:.1f} %")

    # --- speed --------------------------------------------------------------------------------

    def _on_speed_moved(self, level: float) -> None:
        limit = speed_limit(level)
        self._speed_words.setText(_speed_in_words(limit))
        settings().setValue("speed", level)
        self.speed_chosen.emit(limit)

    @property
    def limit(self) -> float | None:
        """Batches a second that the slider asks for; None is as fast as it goes."""
        return speed_limit(self._speed.level)

    # --- room ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._collapse()
        super().resizeEvent(event)

    def _collapse(self) -> None:
        """Where the row is short of room, buttons keep their icons and lose their words."""
        for collapsed in (False, True):
            for button in self._buttons.values():
                button.set_collapsed(collapsed)
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                break

    def _arrange(self) -> None:
        sizes = self.look.sizes
        self.setFixedHeight(sizes.toolbar)
        self._row.setContentsMargins(sizes.panel, 0, sizes.panel, 0)
        self._row.setSpacing(sizes.related)
        for gap in self._gaps:
            gap.changeSize(sizes.related, 0)
        self._speed.setFixedWidth(sizes.slider_width)
        metrics = self._speed_words.fontMetrics()
        self._speed_words.setFixedWidth(metrics.horizontalAdvance("10,000/s") + sizes.inside)

    def _on_theme_changed(self) -> None:
        self._arrange()
        self._collapse()


def speed_limit(level: float) -> float | None:
    """Batches a second for the slider's place: 1 to 10,000 on a log scale, no limit at its end."""
    if level >= 0.995:
        return None
    return float(round(_SLOWEST * math.exp(level * math.log(_FASTEST / _SLOWEST))))


def _speed_in_words(limit: float | None) -> str:
    return "max" if limit is None else f"{limit:,.0f}/s"


def _rate_field(design: Design) -> Field:
    """The learning rate's field of the design's optimizer."""
    cls = type(design.training.optimizer)
    return next(field for field in fields(cls) if field.name == "learning_rate")


def _scale(field: Field) -> Scale:
    return Scale(field.minimum or 0.0, field.maximum or 1000.0, log=field.log)


def _loss(value: float) -> str:
    return f"{value:.3f}" if value < 1000 else f"{value:.3g}"
