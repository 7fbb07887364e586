"""What files must keep to: by their kind, and by the role that they have among the references of a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

End = int | float | str
"""An end of a range; that of a shape is a text such as `21:9`."""


@dataclass(frozen=True, slots=True)
class FileRule:
    """What files of one kind must keep to; `None` where nothing is documented."""

    kind: str
    max_bytes: int | None = None
    mime_types: tuple[str, ...] | None = None
    measures: Mapping[str, tuple[End | None, End | None]] = field(
        default_factory=dict[str, "tuple[End | None, End | None]"], hash=False
    )
    """The least and the greatest of what can be measured, such as `width`."""


@dataclass(frozen=True, slots=True)
class ReferenceRule:
    """The rule for reference media. No `files` and no `max_files` mean that the vendor leaves them open."""

    max_files: int | None = None
    files: tuple[FileRule, ...] = ()
    combinations: tuple[Mapping[str, int], ...] = ()
    duration_token: tuple[str, ...] = ()
    max_total_bytes: int | None = None
    roles: tuple[FileRule | None, ...] = ()
    """By position: the rule of the file there, where it has one of its own."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The accepted kinds; empty where the vendor leaves them open."""
        return tuple(rule.kind for rule in self.files)

    def is_measured(self, kind: str) -> bool:
        """Whether a rule of files of a kind is about what is measured of them."""
        return any(row.measures for row in (*self.files, *self.roles) if row is not None and row.kind == kind)

    def rule_at(self, index: int, kind: str) -> FileRule | None:
        """Return the rule of the file at a position: that of its role, else that of its kind."""
        role = self.roles[index] if index < len(self.roles) else None
        return role or next((row for row in self.files if row.kind == kind), None)
