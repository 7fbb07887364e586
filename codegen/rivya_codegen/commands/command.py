"""What a verb of the command line is, and the options that several of them share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ..source.inputs import MEGABYTE, MOST_MEGABYTES
from ..source.repository import project_folder
from ..source.settings import DEFAULT_OUTPUT, DEFAULT_SPECS, Settings
from ..words.locales import LOCALES

CATEGORIES = ("image", "video", "audio", "chat")
AVAILABILITIES = ("available", "coming_soon", "studio_only")


@dataclass(frozen=True, slots=True)
class Command:
    """A verb: its function prints what happened and returns the exit code; problems are raised as `ProblemsFound`."""

    name: str
    about: str
    run: Callable[[argparse.Namespace], int]
    add_options: Callable[[argparse.ArgumentParser], None]
    interrupted: int = 0
    """The exit code where the reader of the output, such as `head`, has gone: 1 if what was cut off is a finding."""


def folder(text: str) -> Path:
    """Return the path of a folder; an empty name is wrong usage."""
    if not text:
        raise argparse.ArgumentTypeError("a folder has a name")
    return Path(text)


def _megabytes(text: str) -> int:
    """Return the bytes of a whole number of megabytes; anything else is wrong usage."""
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_MEGABYTES):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_MEGABYTES}")
    return int(text) * MEGABYTE


class _Specs(argparse.Action):
    """`--specs`: it names a project, whose output lies beside it unless `--out` says otherwise."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, values)
        if getattr(namespace, "out", None) is parser.get_default("out") is not None:
            beside = values.parent if values.name not in ("", "..") else values / ".."
            namespace.out = beside / DEFAULT_OUTPUT


def add_specs(command: argparse.ArgumentParser) -> None:
    """Add `--specs`, and how large what is read may be.

    From inside of a repository, the specs of the project around the working directory are the usual ones.
    """
    usual = project_folder() / DEFAULT_SPECS
    command.add_argument(
        "--specs",
        type=folder,
        action=_Specs,
        default=usual,
        metavar="DIR",
        help="the specs (default: %(default)s)",
    )
    command.add_argument(
        "--max-size",
        type=_megabytes,
        default=MEGABYTE,
        metavar="MB",
        help="how large a page, a spec or a catalogue may be (default: 1)",
    )


def add_locale(command: argparse.ArgumentParser) -> None:
    """Add `--locale`, the language of what is printed."""
    command.add_argument(
        "--locale", choices=LOCALES, default=LOCALES[0], help="the language of the messages (default: %(default)s)"
    )


def iso_day(text: str) -> date:
    """Return the day that an option names; anything else is wrong usage."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-05-11") from error


def add_reviewed(command: argparse.ArgumentParser) -> None:
    """Add `--reviewed`."""
    command.add_argument(
        "--reviewed", type=iso_day, metavar="DATE", help="the day of the comparison (default: today, UTC)"
    )


def add_places(command: argparse.ArgumentParser) -> None:
    """Add `--specs`, `--templates` and `--out`."""
    add_specs(command)
    command.add_argument(
        "--templates",
        type=folder,
        metavar="DIR",
        help="templates that win over the built-in ones; they are code that you run, not data",
    )
    command.add_argument(
        "--out",
        type=folder,
        default=project_folder() / DEFAULT_OUTPUT,
        metavar="DIR",
        help="the output (default: %(default)s, or beside the folder that --specs names)",
    )


def settings_of(options: argparse.Namespace) -> Settings:
    """Return the places that the options name."""
    return Settings(options.specs, options.templates, options.out)
