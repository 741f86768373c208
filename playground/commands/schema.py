"""`playground schema`: what a design file may hold."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from engine.schema import json_schema, markdown
from playground.commands import Command
from playground.commands.answers import print_json


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--markdown", action="store_true", help="print tables of all fields instead of the schema"
    )


def run(arguments: Namespace) -> int:
    if arguments.markdown and arguments.json:
        print_json({"markdown": markdown()})
    elif arguments.markdown:
        print(markdown(), end="")
    else:
        print_json(json_schema(), indent=None if arguments.json else 2)
    return 0


COMMAND = Command("print the JSON schema of design files", add_options, run)
