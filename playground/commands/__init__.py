"""The subcommands: each is one module that declares one COMMAND, named like the module. None of
them needs a screen or imports Qt."""

from __future__ import annotations

import importlib
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

NAMES = ("new", "train", "predict", "evaluate", "export", "check", "templates", "schema")


class UsageError(Exception):
    """Options that do not go together."""


@dataclass(frozen=True)
class Command:
    """What a subcommand says of itself, the options it takes, and what it does.

    `run` returns the exit code; it raises EngineError for a mistake in what it was given, and
    UsageError for one in how it was called. `--json` is added to the options of each.
    """

    summary: str
    add_options: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def load(name: str) -> Command:
    """The subcommand of that name; imports its module alone."""
    command: Command = importlib.import_module(f"{__name__}.{name}").COMMAND
    return command
