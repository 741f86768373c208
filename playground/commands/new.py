"""`playground new`: a complete design to start from, out of a template or out of a table."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np

from engine.design import Design
from engine.designfile import SUFFIX, save
from engine.errors import FormatError
from playground import templates
from playground.commands import Command
from playground.commands.answers import print_json, remark
from playground.commands.files import check_outputs, found, table_file
from playground.tables import for_table


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar="TEMPLATE|TABLE", help="a template's name, or a table")
    parser.add_argument("--target", metavar="COLUMN", help="the table's column to predict")
    parser.add_argument("-o", "--output", metavar="FILE", help=f"default NAME{SUFFIX} right here")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(arguments: Namespace) -> int:
    table = None if arguments.target is None else table_file(arguments.source)
    name = arguments.source if table is None else table.stem
    if table is None:
        design = _template(arguments.source)
    output = Path(arguments.output or f"{name}{SUFFIX}")
    check_outputs([str(output)], [] if table is None else [table])
    if output.exists() and not arguments.force:
        raise FormatError(
            f"{output}: expected a name that is free, found a file. Choose another with -o, or "
            "replace it with --force."
        )
    if table is not None:
        with np.errstate(all="ignore"):
            design = for_table(table, arguments.target, output.parent)
        if design.data.validation_fraction == 0.0:
            remark(f"Warning: {table} has too few rows to keep some aside; all are trained on.")
    save(design, output)
    if arguments.json:
        print_json({"path": str(output), "name": design.name, "seed": design.seed})
    else:
        print(f"Saved {output}. Train it: playground train {output}")
    return 0


def _template(name: str) -> Design:
    if name not in templates.names() and found(name) == "a file":
        raise FormatError(
            f"{name}: expected a template, found a file. For a table, name the column to predict "
            "with --target."
        )
    return templates.read(name)


COMMAND = Command("write a design from a template or for a table", add_options, run)
