"""Learning curves show every epoch, grow in steps, and say their numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from playground.training.snapshot import CURVES, Mark
from playground.views.curve import EMPTY, CurveView
from playground.views.curves import AccuracyView, LossView
from playground.window.appearance import Appearance
from playground.window.theme import DARK, LIGHT
from tests.playground.views.pixels import color_at, common, near, part, picture
from tests.playground.views.trained import BLOBS, BUMPS, after, design, seen, trained, with_

Show = Callable[..., Any]


def history(train: Any, check: Any) -> np.ndarray:
    """Rows from two series of one number an epoch, as loss and as metric."""
    rows = np.zeros((len(train), 8))
    rows[:, 0] = np.arange(len(train))
    rows[:, 4] = rows[:, 6] = train
    rows[:, 5] = rows[:, 7] = check
    return rows


def begun(shown: Show, kind: type[CurveView], data: Any = BLOBS, **parts: Any) -> Any:
    view = shown(kind, 376, 250)
    run, snapshot = after(data, 20)
    view.start(run)
    view.present(with_(snapshot, **parts))
    return view


@pytest.mark.parametrize("kind", [LossView, AccuracyView])
def test_before_the_first_epoch_it_says_what_to_do(shown: Show, kind: type[CurveView]) -> None:
    assert kind.wants == {CURVES}
    view = shown(kind, 376, 250)
    run, snapshot = seen(trained(design(BLOBS), 0))
    view.start(run)
    view.present(snapshot)
    assert view.message == view.accessibleDescription() == EMPTY
    assert len(common(picture(view), QRectF(0, 100, 376, 50), 5)) > 1
    view.present(after(BLOBS, 20)[1])
    assert view.message == ""
    view.start(run)
    assert view.message == EMPTY


def test_a_trained_network_is_told_in_numbers(shown: Show) -> None:
    view = begun(shown, LossView)
    report = after(BLOBS, 20)[1].report
    assert f"After epoch 20: training {report.train.loss:.3f}" in view.accessibleDescription()
    accuracy = begun(shown, AccuracyView).accessibleDescription()
    assert f"training {100 * report.train.accuracy:.1f} %" in accuracy


def test_values_have_r2_in_place_of_accuracy(shown: Show) -> None:
    view = shown(AccuracyView, 376, 250)
    renamed = []
    view.title_changed.connect(renamed.append)
    run, snapshot = after(BUMPS, 20)
    view.start(run)
    view.present(snapshot)
    assert renamed == ["R²"] and view.accessibleName() == "R²"
    assert " %" not in view.accessibleDescription()


def test_training_is_solid_and_validation_dashed_in_their_colours(shown: Show) -> None:
    flat = history(np.full(101, 0.4), np.full(101, 0.6))
    view = begun(shown, LossView, history=flat, best_epoch=0)
    image, area = picture(view), view.axes.area

    def ink(value: float, token: str) -> float:
        """How much of the line's length has its colour."""
        middle = part(area, 0, value / 0.6)
        hits = [
            any(near(color_at(image, middle + QPointF(x, y)), QColor(token), 60) for y in (-1, 0))
            for x in range(10, 200)
        ]
        return sum(hits) / len(hits)

    assert ink(0.4, LIGHT.train) == 1.0
    assert 0.5 < ink(0.6, LIGHT.validation) < 0.75


def test_on_a_log_scale_powers_of_ten_are_evenly_apart(shown: Show) -> None:
    losses = 10.0 ** -np.linspace(0, 4, 101)
    view = begun(shown, LossView, history=history(losses, losses))
    assert view.readout == ""
    view.log.setChecked(True)
    assert view.readout == "log scale"
    places = [place for place, _ in view.axes.y]
    assert len(places) == 5
    np.testing.assert_allclose(np.diff(places), np.diff(places)[0], rtol=1e-6)
    assert [text for _, text in view.axes.y][-2:] == ["0.1", "1"]
    image = picture(view)
    middle = part(view.axes.area, 0.5, 0.5)  # a straight line through the middle
    near_line = [color_at(image, middle + QPointF(0, y)).lightness() for y in range(-3, 4)]
    assert min(near_line) < 90


def test_a_loss_of_zero_does_not_stop_the_log_scale(shown: Show) -> None:
    view = begun(shown, LossView, history=history(np.linspace(1, 0, 11), np.zeros(11)))
    view.log.setChecked(True)
    assert "validation 0.000" in view.accessibleDescription()
    view.present(with_(after(BLOBS, 20)[1], history=history(np.zeros(11), np.zeros(11))))
    assert not picture(view).isNull()


def test_the_best_epoch_is_marked(shown: Show) -> None:
    check = np.abs(np.linspace(-0.5, 0.5, 101)) + 0.2
    rows = history(np.linspace(1, 0.6, 101), check)
    view = begun(shown, LossView, history=rows, best_epoch=50)
    assert "Best at epoch 50, 0.200" in view.accessibleDescription()
    at = part(view.axes.area, 0.5, 0.2 / view._scale.high)
    assert near(color_at(picture(view), at), QColor(LIGHT.best))
    view.present(with_(after(BLOBS, 20)[1], history=rows, best_epoch=0))
    assert view.marks.best is None


def test_a_live_change_is_marked_and_its_words_are_read(shown: Show) -> None:
    rows = history(np.full(101, 0.5), np.full(101, 0.6))
    mark = Mark(60.0, "learning rate 0.01")
    view = begun(shown, LossView, history=rows, marks=(mark,), best_epoch=0)
    image, area = picture(view), view.axes.area
    x = round(area.left() + 0.6 * area.width())
    column = [image.pixelColor(x, y).lightness() for y in range(int(area.top()) + 5, 100)]
    assert min(column) < 160 and max(column) > 220  # dotted
    view.point_at(20)
    assert "learning rate" not in view.accessibleDescription()
    view.point_at(60)
    assert "Changed here: learning rate 0.01." in view.accessibleDescription()


def test_in_the_middle_of_an_epoch_nothing_is_drawn_anew(shown: Show) -> None:
    rows = history(np.linspace(1, 0, 21), np.full(21, np.nan))
    view = begun(shown, LossView, history=rows)
    before = view.marks
    _, snapshot = after(BLOBS, 20)
    view.present(with_(snapshot, history=rows.copy(), step=snapshot.step + 3))
    assert view.marks is before
    view.start(view._run)
    view.present(with_(snapshot, history=rows))
    assert view.message == "" and len(view.marks.ends) == 1


def amended(rows: np.ndarray, row: int, loss: float) -> np.ndarray:
    """The same history but for one loss."""
    other = rows.copy()
    other[row, 4] = loss
    return other


ROWS = history(np.linspace(1, 0.5, 22), np.linspace(1, 0.6, 22))  # the axis ends at 30
FIRST = after(BLOBS, 20)[1]


@pytest.mark.parametrize(
    "parts",
    [
        {"history": history(np.linspace(1, 0.5, 23), np.linspace(1, 0.6, 23))},
        {"history": amended(ROWS, 21, 0.9)},
        {"history": amended(ROWS, 10, 0.9)},
        {"best_epoch": 7},
        {"marks": (Mark(5.0, "learning rate 0.01"),)},
        {"design": design(BLOBS, epochs=25)},
    ],
    ids=["a row", "the last row", "a row within", "the best", "a change", "the design"],
)
def test_whatever_is_new_is_drawn(shown: Show, parts: dict[str, Any]) -> None:
    def picture_of(*snapshots: Any) -> Any:
        view = begun(shown, LossView, history=ROWS, best_epoch=3)
        for snapshot in snapshots:
            view.present(snapshot)
        return view.marks, view.axes, [line.item.getData()[1].tolist() for line in view._lines]

    old = with_(FIRST, history=ROWS, best_epoch=3)
    new = with_(FIRST, **{"history": ROWS, "best_epoch": 3, **parts})
    assert picture_of(new) != picture_of(old)


def test_the_hairline_reads_both_curves_at_an_epoch(shown: Show) -> None:
    rows = history(np.linspace(1, 0, 101), np.linspace(1, 0.5, 101))
    view = begun(shown, LossView, history=rows, best_epoch=0)
    area = view.axes.area
    QTest.mouseMove(view.plot.viewport(), part(area, 0.5, 0.5).toPoint())
    assert "At epoch 50: training 0.500, validation 0.750." in view.accessibleDescription()
    assert [end.reading for end in view.marks.ends] == ["0.500", "0.750"]
    x = round(area.left() + 0.5 * area.width())
    hair = picture(view).pixelColor(x, int(area.bottom()) - 12)
    assert near(hair, QColor(LIGHT.border_strong), 50)
    view.plot.pointed.emit(None)
    assert view.accessibleDescription().startswith("After epoch 100")


def test_the_keyboard_moves_from_epoch_to_epoch(shown: Show) -> None:
    view = begun(shown, AccuracyView, history=history(np.ones(31), np.ones(31)))
    for key, epoch in (
        (Qt.Key.Key_Left, 29),
        (Qt.Key.Key_Left, 28),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 30),
        (Qt.Key.Key_Right, 30),
    ):
        QTest.keyClick(view, key)
        assert view.accessibleDescription().startswith(f"At epoch {epoch}:")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.accessibleDescription().startswith("After epoch 30:")


def test_ranges_grow_in_steps(shown: Show) -> None:
    losses = np.linspace(0.68, 0.1, 300)
    view = begun(shown, LossView)
    run, snapshot = after(BLOBS, 20)
    view.start(run)
    ranges = []
    for epochs in range(2, 300):
        rows = history(losses[:epochs], losses[:epochs])
        view.present(with_(snapshot, history=rows, epoch=epochs - 1))
        if not ranges or view._scale != ranges[-1]:
            ranges.append(view._scale)
    assert len(ranges) < 20
    assert {scale.high for scale in ranges} == {0.8}
    assert [scale.last for scale in ranges] == sorted(scale.last for scale in ranges)


def test_the_raw_curve_stays_behind_the_smoothed_one(shown: Show) -> None:
    noisy = 0.5 + 0.2 * np.random.default_rng(0).uniform(-1, 1, 400)
    view = begun(shown, LossView, history=history(noisy, np.full(400, np.nan)), best_epoch=0)
    assert view._raw[0].item.isVisible() and len(view.marks.ends) == 1
    smooth, raw = (line.item.getData()[1] for line in (view._lines[0], view._raw[0]))
    assert np.ptp(smooth[20:]) < np.ptp(raw) / 2
    view.smooth.setChecked(False)
    assert not view._raw[0].item.isVisible()
    assert np.ptp(view._lines[0].item.getData()[1]) == pytest.approx(np.ptp(raw))


@pytest.mark.parametrize("size", [(304, 221), (376, 332), (480, 407)])
def test_names_at_ends_that_meet_stand_apart_and_off_the_axis(
    shown: Show, size: tuple[int, int]
) -> None:
    """At the sizes of the curve in Learn, as it ends: both losses near nothing."""
    losses = np.geomspace(0.7, 0.002, 101)
    view = begun(shown, LossView, history=history(losses, losses + 0.002), best_epoch=90)
    view.resize(*size)
    image, area = picture(view), view.axes.area
    assert size[0] - area.right() >= view.look.sizes.plot_right
    left = round(max(end.at.x() for end in view.marks.ends)) + view.look.sizes.related
    middles = []
    for token in (LIGHT.train, LIGHT.validation):
        rows = [
            y
            for y in range(image.height())
            if any(near(image.pixelColor(x, y), QColor(token), 30) for x in range(left, size[0]))
        ]
        assert rows and max(rows) < area.bottom()
        middles.append((min(rows) + max(rows)) / 2)
    assert middles[0] - middles[1] >= view.look.sizes.label_apart - 1.5  # "g" reaches lower
    assert view.marks.best is not None
    assert near(color_at(image, view.marks.best), QColor(LIGHT.best))


def test_losses_that_are_not_finite_are_left_out(shown: Show) -> None:
    train, check = np.array([0.7, 0.6, 0.5]), np.array([np.inf, np.nan, 0.6])
    view = begun(shown, LossView, history=history(train, check), best_epoch=2)
    assert view._scale.high == 0.8 and len(view.marks.ends) == 2
    view.present(with_(after(BLOBS, 20)[1], history=history(train * np.nan, check * np.nan)))
    assert view.marks.ends == () and not picture(view).isNull()


def test_a_theme_chosen_while_it_trains_redraws_everything(shown: Show, look: Appearance) -> None:
    view = begun(shown, LossView)
    assert color_at(picture(view), QPointF(2, 2)).name() == QColor(LIGHT.panel).name()
    look.choose("dark")
    image = picture(view)
    assert color_at(image, QPointF(2, 2)).name() == QColor(DARK.panel).name()
    tones = common(image, view.axes.area, 400)
    assert any(near(QColor(tone), QColor(DARK.train), 10) for tone in tones)
    assert not any(near(QColor(tone), QColor(LIGHT.validation), 10) for tone in tones)


@pytest.mark.parametrize("font", [13, 26])
def test_nothing_is_cut_off_where_it_is_narrow(shown: Show, look: Appearance, font: int) -> None:
    look.set_font_size(font)
    view = begun(shown, AccuracyView)
    least = view.minimumSizeHint()
    view.resize(max(304, least.width()), least.height())
    assert font > 13 or least.width() <= 304
    area, place = view.axes.area, QRectF(view.plot.viewport().rect())
    assert place.contains(area) and area.width() > 60
    assert area.left() >= view.look.sizes.plot_left
    assert all(area.top() <= y <= area.bottom() for y, _ in view.axes.y)


def test_ten_thousand_epochs_are_drawn_with_few_points(shown: Show) -> None:
    rows = history(np.geomspace(1, 0.1, 2000), np.geomspace(1, 0.2, 2000))
    rows[:, 0] *= 5
    view = begun(shown, LossView, history=rows)
    for line in (*view._raw, *view._lines):
        assert len(line.item.getData()[0]) < 2000
