"""Nothing is called exported before something that is not our engine has read it back and says
the same as we do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.data import Prepared, Preprocessing
from engine.data.table import Floats
from engine.errors import FormatError
from engine.formats.base import Format
from engine.formats.checkpoint import Checkpoint
from engine.formats.prediction import Prediction

Array = NDArray[Any]

MOST_ROWS = 256
CLOSE = 1e-5  # of the outputs' scale
TOO_FAR = 1e-3  # of the outputs' scale, where raw numbers are more than float32 can hold


class Exported(msgspec.Struct, frozen=True):
    """A file that was written and read back.

    `max_abs_error` is the largest difference to `Checkpoint.predict` over the rows that were
    asked, in probabilities or in the target's unit; None where the reader's library is absent.
    """

    path: str
    format: str
    max_abs_error: float | None


def rows_to_verify(prepared: Prepared) -> Floats:
    """At most 256 raw rows (N, C): of the validation part, else of the training part."""
    raw = prepared.raw_validation if len(prepared.raw_validation) else prepared.raw_train
    return raw[:MOST_ROWS]


def likely_rows(preprocessing: Preprocessing) -> Floats:
    """256 raw rows (N, C) such as the network may have seen, for when its data are not at hand:
    the columns of a table around their mean, points within ±6."""
    rng = np.random.default_rng(0)
    count = len(preprocessing.columns)
    if preprocessing.features:
        return rng.uniform(-6.0, 6.0, (MOST_ROWS, count))
    rows: Floats = rng.standard_normal((MOST_ROWS, count)) * preprocessing.factor
    return rows + preprocessing.shift


def verified(format_: Format, path: Path, checkpoint: Checkpoint, raw: ArrayLike) -> Exported:
    """Let the format's reader read `path` and compare on the first 256 raw rows (N, C).

    A difference of 1e-5 of the outputs' scale is allowed; or four times what the network's own
    arithmetic loses in float32, where that is more; or four times what rounding the raw numbers to
    float32 costs, but of this at most 1e-3. The scale of probabilities is 1, that of values their
    largest distance from the target's shift, at least its factor. Rows for which we have no finite
    answer ask nothing. Raises FormatError beyond that, and where the labels differ although the
    probabilities leave no doubt.
    """
    rows = np.asarray(raw, np.float64)[:MOST_ROWS]
    ours = checkpoint.predict(rows)
    theirs = format_.read_back(path, checkpoint, rows)
    name = format_.suffix.removeprefix(".")
    if theirs is None:
        return Exported(str(path), name, None)
    allowed = _allowed(checkpoint, rows, ours)
    error = _distance(ours, theirs)
    if not error <= allowed:
        raise FormatError(
            f"expected predictions within {allowed:.3g} of ours, found a difference of "
            f"{error:.3g} when {path.name} was read back. Nothing was exported."
        )
    _compare_labels(ours, theirs, allowed)
    return Exported(str(path), name, error)


def _numbers(prediction: Prediction) -> Floats:
    numbers = prediction.values if prediction.labels is None else prediction.probabilities
    return np.empty(0) if numbers is None else numbers


def _distance(ours: Prediction, theirs: Prediction) -> float:
    """The largest difference where ours is finite; infinite where the shapes differ."""
    wanted, found = _numbers(ours), _numbers(theirs)
    if wanted.shape != found.shape:
        return np.inf
    asked = np.isfinite(wanted)
    return float(np.abs(found[asked] - wanted[asked]).max(initial=0.0))


def _allowed(checkpoint: Checkpoint, rows: Floats, ours: Prediction) -> float:
    scale = 1.0
    if ours.values is not None:
        shift, factor = checkpoint.code.shift, checkpoint.code.factor
        values = ours.values[np.isfinite(ours.values)]
        scale = max(abs(factor), float(np.abs(values - shift).max(initial=0.0)))
        # float32 cannot hold a value closer than this
        scale = max(scale, 0.1 * float(np.abs(values).max(initial=0.0)))
    exact = _in(checkpoint, rows, "float64")
    arithmetic = _distance(exact, _in(checkpoint, rows, "float32"))
    inputs = _distance(exact, _in(checkpoint, rows.astype(np.float32), "float64"))
    losses = [4 * arithmetic, min(4 * inputs, TOO_FAR * scale)]
    return max(CLOSE * scale, *(loss for loss in losses if np.isfinite(loss)))


def _in(checkpoint: Checkpoint, rows: Array, precision: str) -> Prediction:
    """What the network says in the given precision."""
    training = msgspec.structs.replace(checkpoint.design.training, precision=precision)
    design = msgspec.structs.replace(checkpoint.design, training=training)
    twin = Checkpoint(design, checkpoint.preprocessing, checkpoint.tensors)
    with np.errstate(all="ignore"):
        return twin.predict(rows)


def _compare_labels(ours: Prediction, theirs: Prediction, allowed: float) -> None:
    if ours.labels is None or ours.probabilities is None:
        return
    ordered = np.sort(ours.probabilities, axis=1)
    sure = ordered[:, -1] - ordered[:, -2] > 4 * allowed
    wrong = np.flatnonzero(sure & (ours.labels != theirs.labels))
    if len(wrong):
        raise FormatError(
            f"expected the labels that we predict, found others in {len(wrong)} rows when the "
            "file was read back. Nothing was exported."
        )
