"""`playground check`: what is wrong with a design before it is trained, and what would mend it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np

from engine.checks import Problem, check
from playground.commands import Command
from playground.commands.answers import print_json
from playground.commands.files import open_design


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("design", metavar="DESIGN", help="a design file")


def run(arguments: Namespace) -> int:
    design = open_design(arguments.design)
    with np.errstate(all="ignore"):
        problems = check(design, folder=Path(arguments.design).parent)
    if arguments.json:
        print_json(problems)
    else:
        print("\n".join(map(in_words, problems)) or f"{arguments.design}: no problems.")
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def in_words(problem: Problem) -> str:
    """One line: how grave, where, what, why, and the fix as --set takes it."""
    place = f"{problem.field}: " if problem.field else ""
    fix = f" {problem.fix.label}." if problem.fix else ""
    return f"{problem.severity}: {place}{problem.message} {problem.rule}{fix}"


COMMAND = Command("list the problems of a design, and their fixes", add_options, run)
