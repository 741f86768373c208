"""What the window tells the worker to do, one frozen message each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine.data import Prepared
from engine.design import Design
from playground.training.reading import Source
from playground.training.snapshot import ParameterEdit

if TYPE_CHECKING:
    from engine.formats import Checkpoint


class Read(msgspec.Struct, frozen=True):
    """Read a table, and tell; the network that is there stays."""

    source: Source


class Start(msgspec.Struct, frozen=True, eq=False):
    """Begin anew with a design; `checkpoint` brings weights and, if it has them, progress, `keep`
    what survives of the weights that were there. Without `prepared` its data are drawn."""

    run_id: int
    design: Design
    folder: Path
    checkpoint: Checkpoint | None
    going: bool
    keep: bool
    prepared: Prepared | None


class Apply(msgspec.Struct, frozen=True, eq=False):
    """Go on with a design that differs in live fields and names only."""

    design: Design


class Go(msgspec.Struct, frozen=True):
    """Train until told otherwise."""


class Pause(msgspec.Struct, frozen=True):
    """Stop between two batches."""


class StepBatch(msgspec.Struct, frozen=True):
    """Train on one batch, then pause."""


class StepEpoch(msgspec.Struct, frozen=True):
    """Train to the end of this epoch, then pause."""


class Want(msgspec.Struct, frozen=True):
    """What snapshots must hold from now on; of the layers `opened` the first 512 units have a
    tile, of others the first 8."""

    what: frozenset[str]
    opened: frozenset[str]


class Limit(msgspec.Struct, frozen=True):
    """At most so many batches a second; None is as fast as it goes."""

    batches_per_second: float | None


class Edit(msgspec.Struct, frozen=True):
    """Set one weight or bias, between two batches."""

    edit: ParameterEdit


class Quit(msgspec.Struct, frozen=True):
    """Leave the thread."""


Command = Read | Start | Apply | Go | Pause | StepBatch | StepEpoch | Want | Limit | Edit | Quit

STEERING = (Go, Pause, StepBatch, StepEpoch)
"""Those that say whether it trains; each is answered with a report."""
