"""The command line: each verb is a small function that prints what happened and returns an exit code.

Exit codes: 0 fine, 1 problems or differences, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import io
import os
import shlex
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without the characters of a spec gets escapes
            stream.reconfigure(errors="backslashreplace")
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
        return 1 if verb is _check else 0  # what was cut off is a difference
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
    from .write import refused_targets, write_tree

    result = run(_settings(options))
    refused = list(refused_targets(options.out, result.source, [*result.changed, *result.stale], force=options.force))
    if refused:
        raise ProblemsFound(refused)
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
    words = ["rivya-codegen", "generate"]
    words += ["--specs", str(options.specs)] if options.specs != DEFAULT_SPECS else []
    words += ["--templates", str(options.templates)] if options.templates else []
    words += ["--out", str(options.out)] if options.out != DEFAULT_OUTPUT else []
    return shlex.join(words)


def _validate(options: argparse.Namespace) -> int:
    from .pipeline import read_specs

    _, parsed = read_specs(Settings(options.specs))
    count = len(parsed.models)
    print(f"{display_name(options.specs)}: {count} model{'s' if count != 1 else ''}, no problems.")
    return 0


def _import(options: argparse.Namespace) -> int:
    from .importer import Page, diff_import, import_pages, load_input, write_import

    result = import_pages(
        [Page(*load_input(name)) for name in options.pages],
        options.specs,
        reviewed=options.reviewed or datetime.now(UTC).date(),
        force=options.force,
        locale=options.locale,
        category=options.category,
    )
    if result.problems:
        raise ProblemsFound(result.problems)
    if not options.dry_run:
        write_import(result)
    for model in result.models:
        print(model.summary)
    if options.dry_run:
        for line in diff_import(result):
            print(line)
        print("dry run: nothing was written.", file=sys.stderr)
    return 0


def _schema(options: argparse.Namespace) -> int:
    from .spec_schema import write_schemas

    try:
        for path in write_schemas(options.specs):
            print(display_name(path))
    except OSError as error:
        detail = {"detail": error.strerror or str(error)}
        raise ProblemsFound([Problem(Location(str(options.specs)), "file-not-writable", detail)]) from error
    return 0


# --- The parser -------------------------------------------------------------------------------------------------------


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("a folder has a name")
    return Path(text)


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
            "--specs", type=_folder, default=DEFAULT_SPECS, metavar="DIR", help="the specs (default: %(default)s)"
        )
        if output:
            command.add_argument(
                "--templates", type=_folder, metavar="DIR", help="templates that win over the built-in ones"
            )
            command.add_argument(
                "--out", type=_folder, default=DEFAULT_OUTPUT, metavar="DIR", help="the output (default: %(default)s)"
            )
        return command

    about = "Write everything that the specs describe; remove what they no longer do."
    command = add("generate", _generate, about, output=True)
    command.add_argument("--force", action="store_true", help="overwrite files that this program did not write")
    add("check", _check, "Exit with 1 and a diff where the output is not what the specs generate.", output=True)
    add("diff", _diff, "Print what generate would change.", output=True)
    add("validate", _validate, "Check the specs for consistency.")
    add("schema", _schema, "Write the JSON Schemas of the spec format itself, for editors, into the specs folder.")
    _add_import_options(add("import", _import, "Read model pages and write or extend their specs."))
    return parser


def _add_import_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "pages",
        nargs="+",
        metavar="PAGE",
        help="a file with a page as text, Markdown or HTML, its http(s) address, or - for standard input",
    )
    command.add_argument("--force", action="store_true", help="overwrite facts that differ from the spec")
    command.add_argument("--dry-run", action="store_true", help="print what would change, as a diff; write nothing")
    command.add_argument(
        "--locale", metavar="TAG", help="of the text of pages in a language without labels (default: leave it out)"
    )
    command.add_argument(
        "--category",
        choices=("image", "video", "audio", "chat"),
        help="of new models whose page says it in no known word",
    )
    command.add_argument(
        "--reviewed", type=_date, metavar="DATE", help="the day of the comparison (default: today, UTC)"
    )
