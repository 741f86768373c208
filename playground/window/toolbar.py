"""The toolbar: run and step at the left, how far it has come in the middle, how fast at the end."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QWidget

from engine.design import Design
from engine.spec import Field, fields
from playground.training.session import OVER
from playground.training.snapshot import Snapshot
from playground.widgets.button import Button
from playground.widgets.label import Label, Separator
from playground.widgets.number_editor import NumberEditor
from playground.widgets.numbers import Scale, loss_written
from playground.widgets.read_out import ReadOut, Tone
from playground.widgets.run_button import RunButton
from playground.widgets.slider import Slider
from playground.widgets.tooltip import tooltip
from playground.window.actions import Actions
from playground.window.appearance import appearance
from playground.window.settings import kept_number, settings

_SLOWEST, _FASTEST = 1.0, 10_000.0  # batches a second; the slider's end is "max"
_FIRST_SPEED = 0.75  # 1,000 batches a second: slow enough to watch the spiral being learned
_SPEED = "How many batches a second. At the right end, as many as the machine can."
_SHARE = "Share of the validation points that are right."
_SPREAD = "Share of the validation points' spread that is explained; 1 is all of it."
_EPOCHS, _EPOCH = "0,000 of 0,000", "0,000"
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
        self._run.follow(actions["train.run"])
        self._buttons = {name: self._follower(actions, name) for name in _COLLAPSING}
        self.epoch = ReadOut("Epoch", _EPOCHS, tip="How often every training point was seen.")
        self.train_loss = ReadOut("Training loss", "00.000", tip="J over the points that train.")
        self.check_loss = ReadOut("Validation loss", "00.000", tip="J over the points that check.")
        self.score = ReadOut("Accuracy", "100.0 %", tip=_SHARE)
        self._rate_label = Label("Learning rate", "muted")
        field = _rate_field(Design())
        self._rate = NumberEditor("Learning rate", _scale(field), 0.01, tip=field.description)
        self._rate.value_changed.connect(self.rate_edited)
        self._speed_label = Label("Speed", "muted")
        level = kept_number("speed", _FIRST_SPEED, 0.0, 1.0)
        self._speed = Slider("Speed", level=level, tip=_SPEED)
        self._speed.moved.connect(self._on_speed_moved)
        self._speed_words = Label("", "strong")
        self._speed_words.setToolTip(tooltip("Speed", _SPEED))
        self._tell_speed(speed_limit(level))
        self._short = False
        self._epochs: tuple[int, int] | None = None
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

    def show_design(self, design: Design) -> None:
        """Show the design's learning rate, in the bounds of its optimizer."""
        optimizer = design.training.optimizer
        self._rate.set_scale(_scale(_rate_field(design)))
        self._rate.set_value(optimizer.learning_rate)

    def show_state(self, state: str, blocked: str) -> None:
        """Run, Pause or Run again, or why none of them."""
        if blocked:
            self._run.set_state("blocked", blocked)
        elif state in OVER:
            self._run.set_state("again")
        else:
            self._run.set_state("running" if state == "running" else "ready")

    def present(self, snapshot: Snapshot | None) -> None:
        """Show how far training has come."""
        if snapshot is None:
            for read_out in (self.epoch, self.train_loss, self.check_loss, self.score):
                read_out.set_text("–")
            self._epochs = None
            return
        tone: Tone = "danger" if snapshot.stopped == "diverged" else "text"
        train, check = snapshot.report.train, snapshot.report.validation
        self._epochs = (snapshot.epoch, snapshot.design.training.epochs)
        self._tell_epoch()
        self.train_loss.set_text(loss_written(train.loss), tone)
        self.check_loss.set_text("–" if check is None else loss_written(check.loss))
        scores = train if check is None else check
        if scores.r2 is not None:
            self.score.set_caption("R²", _SPREAD)
            self.score.set_text(_r2(scores.r2))
        else:
            self.score.set_caption("Accuracy", _SHARE)
            self.score.set_text(f"{100 * scores.metric:.1f} %")

    # --- speed --------------------------------------------------------------------------------

    def _on_speed_moved(self, level: float) -> None:
        limit = speed_limit(level)
        self._tell_speed(limit)
        settings().setValue("speed", level)
        self.speed_chosen.emit(limit)

    def _tell_speed(self, limit: float | None) -> None:
        self._speed_words.setText("max" if limit is None else f"{limit:,.0f}/s")
        batches = "as fast as it goes" if limit is None else f"{limit:,.0f} batches a second"
        self._speed.setAccessibleDescription(f"{batches}. {_SPEED}")

    @property
    def limit(self) -> float | None:
        """Batches a second that the slider asks for; None is as fast as it goes."""
        return speed_limit(self._speed.level)

    # --- room ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._collapse()
        super().resizeEvent(event)

    def _collapse(self) -> None:
        """Where the row is short of room, what is least needed goes first: the menus and the
        inspector have it too. Run, the epoch and both losses stay."""
        collapses: tuple[Callable[[bool], None], ...] = (
            self._collapse_buttons,
            self._tighten,
            lambda gone: self._speed_words.setVisible(not gone),
            lambda gone: self._speed_label.setVisible(not gone),
            lambda gone: self._rate_label.setVisible(not gone),
            self._shorten_epoch,
            lambda gone: self.score.setVisible(not gone),
            lambda gone: self._speed.setVisible(not gone),
            lambda gone: self._rate.setVisible(not gone),
        )
        for collapse in collapses:
            collapse(False)
        for collapse in collapses:
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                break
            collapse(True)

    def _collapse_buttons(self, collapsed: bool) -> None:
        for button in self._buttons.values():
            button.set_collapsed(collapsed)

    def _tighten(self, tight: bool) -> None:
        for gap in self._gaps:
            gap.changeSize(self.look.sizes.related if tight else self.look.sizes.group, 0)

    def _shorten_epoch(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.epoch.set_longest(_EPOCH if short else _EPOCHS)
            self._tell_epoch()

    def _tell_epoch(self) -> None:
        if self._epochs is not None:
            epoch, limit = self._epochs
            self.epoch.set_text(f"{epoch:,}" if self._short else f"{epoch:,} of {limit:,}")

    def _arrange(self) -> None:
        sizes = self.look.sizes
        self.setFixedHeight(sizes.toolbar)
        self._row.setContentsMargins(sizes.panel, 0, sizes.panel, 0)
        self._row.setSpacing(sizes.related)
        self._rate.setMinimumWidth(sizes.number_width)
        self._speed.setFixedWidth(sizes.slider_width)
        metrics = QFontMetrics(self.look.font("body", 600))
        self._speed_words.setFixedWidth(metrics.horizontalAdvance("10,000/s") + sizes.inside)

    def _on_theme_changed(self) -> None:
        self._arrange()
        QTimer.singleShot(0, self, self._collapse)  # when all in it have their sizes


def speed_limit(level: float) -> float | None:
    """Batches a second for the slider's place: 1 to 10,000 on a log scale, no limit at its end."""
    if level >= 0.995:
        return None
    return float(round(_SLOWEST * math.exp(level * math.log(_FASTEST / _SLOWEST))))


def _rate_field(design: Design) -> Field:
    """The learning rate's field of the design's optimizer."""
    cls = type(design.training.optimizer)
    return next(field for field in fields(cls) if field.name == "learning_rate")


def _scale(field: Field) -> Scale:
    return Scale(field.minimum or 0.0, field.maximum or 1000.0, log=field.log)


def _r2(value: float) -> str:
    text = f"{value:.3f}" if value > -10 else f"{max(value, -9999):,.0f}"
    return text.replace("-", "−")
