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

from .commands import COMMANDS
from .commands.command import Command
from .load import installed_plugins
from .manifest import generator_version
from .problems import Location, Problem, ProblemsFound

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What the system says where an open file takes no more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; problems go to standard error, one per line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without the characters of a spec gets escapes
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        code = command.run(options)
        if sys.stdout is not None:  # it may be closed
            sys.stdout.flush()  # at exit, a full disk would be a traceback
    except ProblemsFound as found:
        from .reports import text_report

        print(text_report(found.problems), file=sys.stderr)
        return 1
    except BrokenPipeError:
        _drop_output()
        return command.interrupted
    except KeyboardInterrupt:
        print("interrupted; nothing was written.", file=sys.stderr)
        return 130
    except OSError as error:  # the machine: a working directory that is gone, a full disk
        _drop_output()
        print(_problem_of(error), file=sys.stderr)
        return 1
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


class _Version(argparse.Action):
    """`--version`: the plugins are looked for only when it is given."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"{parser.prog} {generator_version()}")
        for plugin in installed_plugins():
            print(f"  plugin {plugin.id} {plugin.version}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rivya-codegen",
        description="Generate the typed client, schemas, vectors and docs of the Rivya API from one spec per model.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and the installed plugins")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for command in COMMANDS:
        options = verbs.add_parser(command.name, help=command.about, description=command.about)
        options.set_defaults(command=command)
        command.add_options(options)
    return parser
