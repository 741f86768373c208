"""Rules about the training: will it get anywhere with these numbers and this data?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.problem import Case, Fix, Problem, rule
from engine.layers import BatchNorm
from engine.network import MOST_BUFFER, buffer_numbers
from engine.numerals import written
from engine.optimizers import SGD

_COMPANY = (10, 16, 32, 12, 9, 4, 3, 2)  # batches, of which one leaves no single row over
_KEEP_ASIDE = Fix("Keep 20 % aside", {"data.validation_fraction": 0.2})


@rule
def batch_fits_data(case: Case) -> Iterator[Problem]:
    """A batch larger than the data is the whole data."""
    size, rows = case.design.training.batch_size, case.train_rows
    if size is None or rows is None or size <= rows:
        return
    usual = next((b for b in (32, 10, 1) if b <= rows), 1)
    yield Problem(
        severity="warning",
        field="training.batch_size",
        message=f"Batch size {size:,} is larger than the {rows:,} training points.",
        rule="Each epoch is one step.",
        fix=Fix(f"Use {usual}", {"training.batch_size": usual}),
    )


@rule
def batch_fits_memory(case: Case) -> Iterator[Problem]:
    """The arrays of one batch are limited."""
    rows = case.train_rows
    if not case.sound or rows is None:
        return
    size = case.design.training.batch_size
    batch = rows if size is None else min(size, rows)
    needed = buffer_numbers(case.units, batch)
    if needed <= MOST_BUFFER:
        return
    usual = 32
    fits = buffer_numbers(case.units, usual) <= MOST_BUFFER
    yield Problem(
        severity="error",
        field="training.batch_size",
        message=f"A batch of {batch:,} rows needs {needed:,} numbers at once.",
        rule=f"At most {MOST_BUFFER:,} are held. Smaller batches or fewer units need less.",
        fix=Fix(f"Use {usual}", {"training.batch_size": usual}) if fits else None,
    )


@rule
def norm_needs_company(case: Case) -> Iterator[Problem]:
    """Batch normalization over a single sample knows no deviation."""
    size, rows = case.design.training.batch_size, case.train_rows
    norm = next((layer for layer in case.design.layers if isinstance(layer, BatchNorm)), None)
    if norm is None or size is None:
        return
    if size == 1:
        message = f"{norm.name} sees one point at a time."
    elif rows is not None and rows > size and rows % size == 1:
        message = f"{norm.name} sees one point alone at the end of each epoch."
    else:
        return
    fits = (b for b in _COMPANY if rows is None or (rows % b != 1 and b <= rows))
    usual = next(fits, None)
    yield Problem(
        severity="warning",
        layer=norm.id,
        field="training.batch_size",
        message=message,
        rule="Mean and deviation over a batch need at least two points in it.",
        fix=Fix(f"Use batches of {usual}", {"training.batch_size": usual}) if usual else None,
    )


@rule
def something_to_do(case: Case) -> Iterator[Problem]:
    """Without epochs nothing is trained."""
    if case.design.training.epochs:
        return
    yield Problem(
        severity="warning",
        field="training.epochs",
        message="Epochs is 0, so Run has nothing to do.",
        rule="In each epoch the network sees every training point once.",
        fix=Fix("Use 100", {"training.epochs": 100}),
    )


@rule
def usual_rate(case: Case) -> Iterator[Problem]:
    """Each optimizer has learning rates it is commonly run with."""
    optimizer = case.design.training.optimizer
    low, high = optimizer.usual_rates
    rate, name = optimizer.learning_rate, optimizer.title()
    momentum = optimizer.momentum if isinstance(optimizer, SGD) else 0.0
    length = rate / (1.0 - momentum)  # what steps in one direction add up to
    if length >= low and rate <= high and length <= high:
        return
    usual = optimizer.typical_rate()
    if momentum:
        usual = float(f"{usual * (1.0 - momentum):.1g}")
    if rate == 0:
        message = "Learning rate 0 leaves every weight as it is."
    elif length < low:
        message = f"Learning rate {written(rate)} is very small for {name}."
    elif rate > high or not momentum:
        message = f"Learning rate {written(rate)} is very large for {name}."
    else:
        message = f"Learning rate {written(rate)} is very large with momentum {written(momentum)}."
    yield Problem(
        severity="warning",
        field="training.optimizer.learning_rate",
        message=message,
        rule=f"{name} is commonly run between {written(low)} and {written(high)}"
        + (", and momentum makes its steps longer. " if momentum else ". ")
        + "Too small crawls, too large diverges.",
        fix=Fix(f"Use {written(usual)}", {"training.optimizer.learning_rate": usual}),
    )


@rule
def something_to_watch(case: Case) -> Iterator[Problem]:
    """Early stopping on the validation loss needs validation rows."""
    if case.design.data.validation_fraction > 0 or not _watches_validation(case):
        return
    yield Problem(
        severity="warning",
        field="training.early_stopping.monitor",
        message="Early stopping watches the validation loss, but no points are kept aside.",
        rule="Without validation points it watches the training loss instead, "
        "which hardly ever rises.",
        fix=_KEEP_ASIDE,
    )


def _watches_validation(case: Case) -> bool:
    stopping = case.design.training.early_stopping
    return stopping is not None and stopping.monitor == "validation_loss"


@rule
def patience_ends(case: Case) -> Iterator[Problem]:
    """Who waits longer than the training lasts never stops it."""
    training = case.design.training
    stopping, epochs = training.early_stopping, training.epochs
    if stopping is None or not 0 < epochs <= stopping.patience:
        return
    usual = max(1, epochs // 5)
    if usual == epochs:
        return
    yield Problem(
        severity="suggestion",
        field="training.early_stopping.patience",
        message=f"Early stopping waits {stopping.patience:,} epochs, but there are {epochs:,}.",
        rule="It stops when the loss has not fallen for that long, so here it never does.",
        fix=Fix(f"Use {usual:,}", {"training.early_stopping.patience": usual}),
    )


@rule
def something_kept_aside(case: Case) -> Iterator[Problem]:
    """Points that were learned by heart look as good as points that were understood."""
    data = case.design.data
    if data.validation_fraction > 0 or data.test_fraction > 0 or _watches_validation(case):
        return
    yield Problem(
        severity="suggestion",
        field="data.validation_fraction",
        message="No points are kept aside, so overfitting cannot be seen.",
        rule="Validation points check the training with what the network has not learned from.",
        fix=_KEEP_ASIDE,
    )
