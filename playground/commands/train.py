"""`playground train`: a design becomes a network, is trained, and its weights are written down."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

import numpy as np

from engine.checks import check
from engine.data import Prepared
from engine.design import Design, differences
from engine.designfile import edited, parse
from engine.errors import EngineError, FormatError, SpecError
from engine.files import write_atomically
from engine.formats import Checkpoint, rows_to_verify
from engine.metrics import METRIC_OF
from engine.spec import Change, shown
from engine.trainer import Trainer, prepare_data
from playground.commands import Command, UsageError
from playground.commands.answers import print_json, remark
from playground.commands.exports import check_formats, rehearse, write_exports
from playground.commands.exports import in_words as export_in_words
from playground.commands.files import CHECKPOINT, check_outputs, open_design
from playground.commands.interruption import Interruption
from playground.commands.machine import blas_threads
from playground.commands.progress import Progress
from playground.commands.report import divergence_in_words, in_words, report

_DONE, _WRONG, _DIVERGED = 0, 1, 3


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("design", metavar="DESIGN", help="a design file")
    parser.add_argument(
        "--epochs", type=int, metavar="N", help="epochs in total, also with --resume; 0 initialises"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="start of all random numbers")
    parser.add_argument(
        "--set",
        type=_assignment,
        action="append",
        default=[],
        metavar="PATH=VALUE",
        dest="changes",
        help="change the design: training.optimizer.learning_rate=0.1; JSON, else text",
    )
    parser.add_argument(
        "--export",
        action="append",
        default=[],
        metavar="PATH",
        dest="exports",
        help="write the trained network: .safetensors .npz .onnx .torch.py .keras.py .numpy.py",
    )
    parser.add_argument("--history", metavar="CSV", help="write one line an epoch")
    parser.add_argument(
        "--state", action="store_true", help=f"put what --resume needs into {CHECKPOINT} exports"
    )
    parser.add_argument("--resume", metavar="CHECKPOINT", help="go on where a --state export ended")
    parser.add_argument(
        "--threads", type=_threads, default=1, metavar="N", help="for matrix products, default 1"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")


def run(arguments: Namespace) -> int:
    if arguments.state and not any(path.endswith(CHECKPOINT) for path in arguments.exports):
        raise UsageError(f"--state needs an --export to a {CHECKPOINT} file to put it into")
    design = _changed(open_design(arguments.design), arguments)
    _check_files(design, arguments)
    with blas_threads(arguments.threads), np.errstate(all="ignore"), Interruption() as interruption:
        trainer = _trainer(design, arguments)
        if arguments.exports:
            rehearse(Checkpoint.of(trainer), arguments.exports)
        with Progress(trainer, arguments.quiet) as progress:

            def stop() -> bool:
                progress.batch()
                return interruption.asked

            for epoch in () if interruption.asked else trainer.run(stop):
                progress.epoch(epoch)
        return _finish(trainer, arguments)


# --- before -----------------------------------------------------------------------------------


def _assignment(text: str) -> tuple[str, Any]:
    """PATH=VALUE, where a VALUE that is not JSON is text."""
    path, equals, value = text.partition("=")
    if not path or not equals:
        raise ArgumentTypeError(f"expected PATH=VALUE, found {shown(text)}")
    try:
        return path, parse(value)
    except FormatError:
        return path, value


def _threads(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise ArgumentTypeError(f"expected 1 to 1024, found {shown(text)}")
    return int(text)


def _changed(design: Design, arguments: Namespace) -> Design:
    """The design with --set, --epochs and --seed in it, in this order."""
    changes = list(arguments.changes)
    if arguments.epochs is not None:
        changes.append(("training.epochs", arguments.epochs))
    if arguments.seed is not None:
        changes.append(("seed", arguments.seed))
    try:
        return _one_by_one(design, changes)
    except SpecError as error:
        try:  # values that are right only together
            return edited(design, dict(changes))
        except SpecError:
            where = error.where.removeprefix("$.")
            raise SpecError(f"{arguments.design} as changed: {where}", error.reason) from None


def _one_by_one(design: Design, changes: list[tuple[str, Any]]) -> Design:
    """Each change sees the one before: a new optimizer has its fields for the next to set."""
    for path, value in changes:
        design = edited(design, {path: value})
    return design


def _check_files(design: Design, arguments: Namespace) -> None:
    """Everything that can be known of the files before training."""
    read: list[str | Path] = [arguments.design]
    table = getattr(design.data, "path", None)
    if table is not None:
        read.append(Path(arguments.design).parent / table)
    # A checkpoint may be replaced by the one that goes on from it: it is read before.
    written = [*arguments.exports, *([arguments.history] if arguments.history else [])]
    check_outputs(written, read)
    check_formats(arguments.exports)


def _trainer(design: Design, arguments: Namespace) -> Trainer:
    """A Trainer of the checked design, at its start or where the checkpoint left off."""
    folder = Path(arguments.design).parent
    _refuse_problems(arguments, design)
    try:
        prepared = prepare_data(design, folder)
    except EngineError as error:
        raise type(error)(*_placed(arguments.design, error)) from None
    _refuse_problems(arguments, design, prepared)
    if arguments.resume is None:
        return Trainer(design, folder, prepared)
    checkpoint = Checkpoint.read(arguments.resume)
    if checkpoint.state is not None:
        return _resumed(design, folder, prepared, checkpoint, arguments)
    if not arguments.quiet:
        remark(
            f"Warning: {arguments.resume} holds no training state. Epochs are counted from its "
            "weights on; --state puts the state into an export."
        )
    return Trainer(design, folder, prepared, checkpoint.tensors)


def _placed(path: str, error: EngineError) -> tuple[str, ...]:
    if isinstance(error, SpecError):
        return f"{path}: {error.where}", error.reason
    return (f"{path}: {error}",)


def _refuse_problems(
    arguments: Namespace, design: Design, prepared: Prepared | None = None
) -> None:
    """Raise for the first error that `check` finds; once the data are known, remark on warnings."""
    problems = check(design, prepared)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        first, more = errors[0], len(errors) - 1
        advice = f' "playground check {arguments.design}" lists {more} more.' if more else ""
        field = f"{first.field}: " if first.field else ""
        fix = f" {first.fix.label}." if first.fix else ""
        what = f"{first.message} {first.rule}{fix}"
        raise FormatError(f"{arguments.design}: {field}{what}{advice}")
    if prepared is not None and not arguments.quiet:
        for problem in problems:
            if problem.severity == "warning":
                remark(f"Warning: {problem.message}")


def _resumed(
    design: Design, folder: Path, prepared: Prepared, checkpoint: Checkpoint, arguments: Namespace
) -> Trainer:
    """A Trainer where the state says; the design may differ in what can change while training."""
    changed = [d for d in differences(checkpoint.design, design) if d.change > Change.LIVE]
    if changed:
        first = changed[0]
        raise FormatError(
            f"{arguments.resume}: expected the design of {arguments.design}, found {first.path} "
            f"{shown(first.old)} instead of {shown(first.new)}. Resume with the design it was "
            "trained from, or train without --resume."
        )
    trainer = checkpoint.trainer(folder, prepared)
    trainer.apply(design)
    return trainer


# --- after ------------------------------------------------------------------------------------


def _finish(trainer: Trainer, arguments: Namespace) -> int:
    """Write and say what came out, however training ended."""
    stopped = trainer.stopped or "interrupted"
    checkpoint = Checkpoint.of(trainer, state=arguments.state)
    exports, mistakes = write_exports(
        checkpoint, arguments.exports, rows_to_verify(trainer.prepared)
    )
    saved = []
    if arguments.history:
        text = trainer.history.to_csv(METRIC_OF[trainer.code.task])
        try:
            write_atomically(arguments.history, text.encode())
            saved.append(f"Saved {arguments.history}.")
        except FormatError as error:
            mistakes.append(str(error))
    answer = report(trainer, checkpoint.weights_sha256, stopped, exports)
    if arguments.json:
        print_json(answer)
    elif not arguments.quiet:
        print(in_words(trainer, answer, [*map(export_in_words, exports), *saved]))
    for mistake in mistakes:
        remark(mistake)
    if stopped == "interrupted" and not arguments.quiet:
        remark(f"Interrupted in epoch {trainer.epoch + 1}; the weights are those trained so far.")
    if stopped == "diverged":
        remark(divergence_in_words(trainer))
        return _DIVERGED
    return _WRONG if mistakes else _DONE


COMMAND = Command("train a design and export its weights", add_options, run)
