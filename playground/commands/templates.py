"""`playground templates`: the designs that come with the program."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from playground import templates
from playground.commands import Command
from playground.commands.answers import columns, print_json


def add_options(parser: ArgumentParser) -> None:
    """None of its own."""


def run(arguments: Namespace) -> int:
    designs = {name: templates.read(name) for name in templates.names()}
    if arguments.json:
        print_json(
            [
                {"template": name, "name": d.name, "description": templates.describe(d)}
                for name, d in designs.items()
            ]
        )
    else:
        print(columns([name, templates.describe(design)] for name, design in designs.items()))
    return 0


COMMAND = Command("list the designs that `new` can start from", add_options, run)
