"""The command line: each verb is a small function that prints what happened and returns an exit code.

Exit codes: 0 fine, 1 problems or differences, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .load import DEFAULT_OUTPUT, DEFAULT_SPECS, Settings, display_name, load_source
from .manifest import generator_version, is_unchanged
from .problems import Location, Problem, ProblemsFound

Verb = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; problems go to standard error, one per line."""
    options = _parser().parse_args(arguments)
    verb: Verb = options.verb
    try:
        return verb(options)
    except ProblemsFound as found:
        for problem in found.problems:
            print(problem, file=sys.stderr)
        count = len(found.problems)
        print(f"{count} problem{'s' if count > 1 else ''}; nothing was written.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("interrupted; nothing was written.", file=sys.stderr)
        return 130


# --- The verbs --------------------------------------------------------------------------------------------------------


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(options.specs, options.templates, options.out)


def _generate(options: argparse.Namespace) -> int:
    source, problems = load_source(_settings(options))
    if not problems and is_unchanged(source):
        print("unchanged.")
        return 0
    # Loaded only now: what parses, checks and renders is most of the time of an unchanged run.
    from .pipeline import run
    from .write import write_tree

    result = run(_settings(options))
    write_tree(options.out, result.changed, result.stale)
    for path in sorted(result.changed):
        print(f"  {'changed' if path in result.source.previous else 'new    '} {path}")
    for path in result.stale:
        print(f"  removed {path}")
    changed = len(result.changed) + len(result.stale)
    print(
        f"{display_name(options.out)}: {changed} file{'s' if changed != 1 else ''} written."
        if changed
        else "unchanged."
    )
    return 0


def _check(options: argparse.Namespace) -> int:
    return _compare(options, f"{display_name(options.out)} is stale; run: {_command(options)}")


def _diff(options: argparse.Namespace) -> int:
    _compare(options, None)
    return 0


def _compare(options: argparse.Namespace, advice: str | None) -> int:
    from .pipeline import run
    from .write import unified_diff

    result = run(_settings(options))
    for line in unified_diff(result.source.previous, result.changed, result.stale):
        print(line)
    different = len(result.changed) + len(result.stale)
    if different and advice:
        print(advice, file=sys.stderr)
    elif not different:
        print(f"{display_name(options.out)} is up to date: {len(result.files)} files.", file=sys.stderr)
    return 1 if different else 0


def _command(options: argparse.Namespace) -> str:
    words = ["rivya-codegen generate"]
    words += [f"--specs {options.specs}"] if options.specs != DEFAULT_SPECS else []
    words += [f"--templates {options.templates}"] if options.templates else []
    words += [f"--out {options.out}"] if options.out != DEFAULT_OUTPUT else []
    return " ".join(words)


def _validate(options: argparse.Namespace) -> int:
    from .pipeline import read_specs

    _, parsed = read_specs(Settings(options.specs))
    count = len(parsed.models)
    print(f"{display_name(options.specs)}: {count} model{'s' if count != 1 else ''}, no problems.")
    return 0


def _import(options: argparse.Namespace) -> int:
    from .importer import Page, import_pages, write_import

    pages = [_read_page(name) for name in options.pages]
    reviewed = options.reviewed or datetime.now(UTC).date()
    result = import_pages([Page(*page) for page in pages], options.specs, reviewed=reviewed, force=options.force)
    if result.problems:
        raise ProblemsFound(result.problems)
    write_import(result)
    for model in result.models:
        print(model.summary)
    return 0


def _read_page(name: str) -> tuple[str, bytes]:
    if name == "-":
        return "<stdin>", sys.stdin.buffer.read()
    path = Path(name)
    try:
        return display_name(path), path.read_bytes()
    except OSError as error:
        detail = {"detail": error.strerror or str(error)}
        raise ProblemsFound([Problem(Location(display_name(path)), "file-not-readable", detail)]) from error


def _schema(options: argparse.Namespace) -> int:
    from .spec_schema import write_schemas

    for path in write_schemas(options.specs):
        print(display_name(path))
    return 0


# --- The parser -------------------------------------------------------------------------------------------------------


def _date(text: str) -> object:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-05-11") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rivya-codegen",
        description="Generate the typed client, schemas, vectors and docs of the Rivya API from one spec per model.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {generator_version()}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def add(name: str, verb: Verb, about: str, *, output: bool = False) -> argparse.ArgumentParser:
        command = verbs.add_parser(name, help=about, description=about)
        command.set_defaults(verb=verb)
        command.add_argument(
            "--specs", type=Path, default=DEFAULT_SPECS, metavar="DIR", help="the specs (default: %(default)s)"
        )
        if output:
            command.add_argument(
                "--templates", type=Path, metavar="DIR", help="templates that win over the built-in ones"
            )
            command.add_argument(
                "--out", type=Path, default=DEFAULT_OUTPUT, metavar="DIR", help="the output (default: %(default)s)"
            )
        return command

    add("generate", _generate, "Write everything that the specs describe; remove what they no longer do.", output=True)
    add("check", _check, "Exit with 1 and a diff where the output is not what the specs generate.", output=True)
    add("diff", _diff, "Print what generate would change.", output=True)
    add("validate", _validate, "Check the specs for consistency.")
    add("schema", _schema, "Write the JSON Schemas of the spec format itself, for editors, into the specs folder.")
    command = add("import", _import, "Read model pages and write or extend their specs.")
    command.add_argument(
        "pages", nargs="+", metavar="PAGE", help="a file with the text of a page, or - for standard input"
    )
    command.add_argument("--force", action="store_true", help="overwrite facts that differ from the spec")
    command.add_argument(
        "--reviewed", type=_date, metavar="DATE", help="the day of the comparison (default: today, UTC)"
    )
    return parser
