"""What a verb of the command line is, and the options that several of them share.

A verb is a dataclass: its docstring is its help, its fields are its options, and `run` does what it is for.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import MEGABYTE, MOST_MEGABYTES
from ..source.repository import project_folder
from ..source.settings import DEFAULT_OUTPUT, DEFAULT_SPECS, Settings
from ..text.invisible import control_character
from ..words.locales import LOCALES

if TYPE_CHECKING:
    from ..spec.platform import PlatformSpec

AVAILABILITIES = ("available", "coming_soon", "studio_only")


@dataclass(frozen=True, kw_only=True)
class Command:
    """A verb, with the values of its options."""

    exit_code_when_cut_off: ClassVar[int] = 0
    """Where the reader of the output, such as `head`, has gone: 1 if what was cut off is a finding."""

    def run(self) -> int:
        """Print what happened and return the exit code. Raises `ProblemsFound` with what is wrong."""
        raise NotImplementedError


def argument(about: str, **settings: Any) -> Any:
    """Return a field that is set by position; the settings are those of argparse."""
    return field(metadata={"settings": {"help": about, **settings}})


def option(about: str, *, excludes: str | None = None, **settings: Any) -> Any:
    """Return a field that is set by the option of its name.

    Args:
        about: The help.
        excludes: The name of a group of options, of which one can be given.
        settings: Those of argparse; a default that is a function is called for each command line.
    """
    return field(metadata={"settings": {"help": about, **settings}, "is_option": True, "excludes": excludes})


def flag(about: str, **settings: Any) -> Any:
    """Return a field that is true where the option of its name is given."""
    return option(about, action="store_true", **settings)


def add_options(parser: argparse.ArgumentParser, command: type[Command]) -> None:
    """Add the options of a verb to its parser."""
    groups: dict[str | None, Any] = {None: parser}
    for row in fields(command):
        settings = dict(row.metadata["settings"])
        if callable(settings.get("default")):
            settings["default"] = settings["default"]()
        name = f"--{row.name.replace('_', '-')}" if row.metadata.get("is_option") else row.name
        group = row.metadata.get("excludes")
        if group not in groups:
            groups[group] = parser.add_mutually_exclusive_group()
        groups[group].add_argument(name, **settings)


def command_of(values: argparse.Namespace) -> Command:
    """Return the verb that was called, `values.command`, with the values of its options."""
    kind: type[Command] = values.command
    return kind(**{row.name: getattr(values, row.name) for row in fields(kind)})


def path(text: str) -> Path:
    """Return the path of a folder or file; an empty name is wrong usage."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty")
    return Path(text)


def line_of_text(text: str) -> str:
    """Return a text that goes into a spec; one with a control character, or of several lines, is wrong usage."""
    if control_character(text) or "\n" in text or "\t" in text:
        raise argparse.ArgumentTypeError(f"{text!r} has a control character; write one line of text")
    return text


def _megabytes(text: str) -> int:
    """Return the bytes of a whole number of megabytes; anything else is wrong usage."""
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_MEGABYTES):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_MEGABYTES}")
    return int(text) * MEGABYTE


def _iso_day(text: str) -> date:
    """Return the day that an option names; anything else is wrong usage."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-05-11") from error


def category_option(about: str) -> Any:
    """Return an option for a category of the platform, which `require_category` looks up."""
    return option(f"{about}, such as image", metavar="NAME")


def require_category(name: str | None, platform: PlatformSpec) -> None:
    """Raise `ProblemsFound` where the platform has no category of this name."""
    if name is not None and name not in platform.categories:
        from ..source.parse import unknown_category

        raise ProblemsFound([Problem(Location("--category"), "category-unknown", unknown_category(name, platform))])


def day_option(of: str) -> Any:
    """Return an option for the day of something."""
    return option(
        f"the day of the {of} (default: today, UTC)",
        type=_iso_day,
        default=lambda: datetime.now(UTC).date(),
        metavar="DATE",
    )


def locale_option(of: str) -> Any:
    """Return an option for the language of something."""
    return option(f"the language of the {of} (default: %(default)s)", choices=LOCALES, default=LOCALES[0])


@dataclass(frozen=True, kw_only=True)
class SpecsCommand(Command):
    """A verb that reads specs: from inside of a repository, those of the project around the working directory."""

    specs: Path = option(
        "the specs (default: %(default)s)",
        type=path,
        default=lambda: project_folder() / DEFAULT_SPECS,
        metavar="DIR",
    )
    max_size: int = option(
        "how large a page, a spec or a catalogue may be (default: 1)", type=_megabytes, default=MEGABYTE, metavar="MB"
    )


@dataclass(frozen=True, kw_only=True)
class OutputCommand(SpecsCommand):
    """A verb that generates, or compares what is generated."""

    templates: Path | None = option(
        "templates that win over the built-in ones; they are code that you run, not data", type=path, metavar="DIR"
    )
    out: Path | None = option(f"the output (default: {DEFAULT_OUTPUT}, beside the specs)", type=path, metavar="DIR")

    @property
    def settings(self) -> Settings:
        """The places that the options name."""
        project = self.specs.parent if self.specs.name not in ("", "..") else self.specs / ".."
        return Settings(self.specs, self.templates, self.out or project / DEFAULT_OUTPUT)
