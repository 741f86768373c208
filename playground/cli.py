"""The command `playground`: its first word is a subcommand, or a file to open in the window. Here
a mistake becomes one line and an exit code; nobody meets a traceback."""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import sys
import traceback
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from engine.errors import EngineError, FormatError
from playground import commands

DONE, WRONG, USAGE, DIVERGED, ABORTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with its arguments, those of the process by default; the exit code.

    0 done, 1 the input is wrong, 2 usage, 3 training diverged; 130 aborted with Ctrl-C.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_any_language()
    try:
        code = _run(arguments)
        if sys.stdout is not None:  # closed, or a Windows program without a console
            sys.stdout.flush()
        return code
    except SystemExit as end:  # argparse has said it all
        return end.code if isinstance(end.code, int) else USAGE
    except EngineError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        _complain("Aborted.")
        return ABORTED
    except BrokenPipeError:  # the reader, such as `head`, has all it wanted
        _close_stdout()
        return DONE
    except OSError as error:  # such as a full disk behind stdout
        _close_stdout()
        place = error.filename or "stdout"
        return _complain(f"{place}: could not be written: {error.strerror}. Choose another place.")
    except MemoryError:
        return _complain("Not enough memory. Use fewer units, smaller batches or fewer rows.")
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = " ".join(f"{type(error).__name__}: {error}".split())
        where = f"{Path(place.filename).name}, line {place.lineno}"
        return _complain(f"internal error at {where}: {what}; please report it")


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in commands.NAMES:
        return _open_window(arguments)
    name, *rest = arguments
    command = commands.load(name)
    parser = ArgumentParser(prog=f"playground {name}", description=command.summary)
    command.add_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON on stdout, for programs")
    try:
        return command.run(parser.parse_args(rest))
    except commands.UsageError as error:
        parser.error(str(error))


def _open_window(arguments: list[str]) -> int:
    wants_help = not {"-h", "--help"}.isdisjoint(arguments)
    parser = ArgumentParser(
        prog="playground",
        usage="playground [FILE]\n       playground COMMAND …",
        description="Design, train and understand small neural networks. Opens the window.",
        epilog=_commands_in_words() if wants_help else None,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", nargs="?", help="a design or a checkpoint to open")
    parser.add_argument("--version", action="version", version=f"playground {_version()}")
    file = parser.parse_args(arguments).file
    if file is not None:
        _see_to(file)
    from playground import app  # the window's own imports wait until there is a window to open

    return app.run([] if file is None else [file])


def _see_to(file: str) -> None:
    """Raise FormatError for a file that is not there to be opened."""
    from playground.commands.files import found

    if (stands := found(file)) != "a file":
        raise FormatError(
            f"{file}: expected a design, a checkpoint or a command, found {stands}. {_advice(file)}"
        )


def _commands_in_words() -> str:
    lines = [f"  {name:<11}{commands.load(name).summary}" for name in commands.NAMES]
    return "\n".join(["commands, none of which needs a screen:", *lines, "", _MORE])


_MORE = "`playground COMMAND --help` says more of each."


def _advice(word: str) -> str:
    near = difflib.get_close_matches(word, commands.NAMES, n=1)
    return f'Did you mean "playground {near[0]}"?' if near else "Check the path."


def _version() -> str:
    try:
        return version("perceptron-playground")
    except PackageNotFoundError:
        return "(not installed)"


def _complain(message: str) -> int:
    print(" ".join(message.splitlines()), file=sys.stderr)
    return WRONG


def _close_stdout() -> None:
    """What is still to be written goes nowhere, or Python would complain once more at its end."""
    with contextlib.suppress(io.UnsupportedOperation):
        place = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), place)


def _speak_any_language() -> None:
    """Files and programs are given UTF-8; a name the terminal has no letters for is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
