"""The command line: finds the verb, prints the problems that it raises, and returns the exit code.

Exit codes: 0 fine, 1 problems or differences, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import generator_version
from .commands import COMMANDS
from .commands.command import Command, add_options, command_of
from .problems.problem import Location, Problem, ProblemsFound
from .source.inputs import MEGABYTE, at_most
from .source.plugins import installed_plugins
from .text.invisible import show_hidden
from .text.printing import safe_output

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What the system says where an open file takes no more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; problems go to standard error, one per line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without the characters of a spec gets escapes
            stream.reconfigure(errors="backslashreplace")
    with safe_output():
        given = sys.argv[1:] if arguments is None else arguments
        command = command_of(_parser(given).parse_args(given))
    with safe_output(commands=getattr(command, "format", None) == "github"):
        return _run(command)


def _run(command: Command) -> int:
    try:
        with at_most(getattr(command, "max_size", MEGABYTE)):
            return _delivered(command.run())
    except ProblemsFound as found:
        from .problems.reports import text_report

        print(text_report(found.problems), file=sys.stderr)
        return 1
    except BrokenPipeError:
        _drop_output()
        return command.exit_code_when_cut_off
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        return 130
    except OSError as error:  # the machine: a working directory that is gone, a full disk
        _drop_output()
        print(_problem_of(error), file=sys.stderr)
        return 1


def _delivered(code: int) -> int:
    """Return the code once all that was printed has gone out: at exit, a full disk would be a traceback."""
    if sys.stdout is not None:  # it may be closed
        sys.stdout.flush()
    return code


def _drop_output() -> None:
    """Let what was printed and cannot be delivered go to nowhere, where it would end in an exception at exit."""
    with contextlib.suppress(OSError, AttributeError):  # standard output may be closed, or no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _problem_of(error: OSError) -> Problem:
    detail = {"detail": error.strerror or str(error)}
    if error.errno in _FULL and error.filename is None:
        return Problem(Location("standard output"), "output-lost", detail)
    return Problem(Location(str(error.filename or ".")), "file-not-readable", detail)


class _Parser(argparse.ArgumentParser):
    """A parser of the command line whose errors are one line each."""

    def error(self, message: str) -> NoReturn:
        super().error(show_hidden(message))


class _Version(argparse.Action):
    """`--version`: the plugins are looked for only when it is given."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"{parser.prog} {generator_version()}")
        for plugin in installed_plugins():
            print(f"  plugin {plugin.id} {plugin.version}")
        parser.exit()


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of the verbs, with the options of those that are given: those of all take a while."""
    parser = _Parser(
        prog="rivya-codegen",
        description="Generate the typed client, schemas, vectors and docs of the Rivya API from one spec per model.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and the installed plugins")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for command in COMMANDS:
        name = command.__name__.lower()
        verb = verbs.add_parser(name, help=command.__doc__, description=command.__doc__)
        verb.set_defaults(command=command)
        if name in given:
            add_options(verb, command)
    return parser
