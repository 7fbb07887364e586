"""What a call does with each of its references: pass an address on, or upload a local file first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from .._core.addresses import bare_url, is_web_address
from .._core.plain_text import one_line
from .._core.problems import Phrase, listed, shown
from .._spec.file_rules import ReferenceRule
from .._spec.findings import Findings
from .._spec.tables import MediaType, Platform
from .._validation.facts import ReferenceFacts
from .media import (
    LocalFile,
    LocalSource,
    Media,
    Reference,
    References,
    Unreadable,
    is_local,
    is_uploaded,
    is_url,
    look_at,
    measures_of,
)

UNKNOWN_MIME_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Planned:
    """One reference of a call: its item on the wire (without the address of what must be uploaded), and its file."""

    facts: ReferenceFacts
    item: Mapping[str, str]
    file: LocalFile | None = None


@dataclass(frozen=True, slots=True)
class Planner:
    """Reads the references of one call. What makes a reference unusable under any rule goes to `findings`."""

    platform: Platform
    rule: ReferenceRule | None
    findings: Findings

    def plan(self, references: References) -> list[Planned]:
        """Return what is to be done, in the order given."""
        given = several(references)
        planned = (self.plan_one(reference, f"references[{index}]", index) for index, reference in enumerate(given))
        return [one for one in planned if one is not None]

    def plan_one(self, reference: Reference, parameter: str, index: int = 0) -> Planned | None:
        """Return what is to be done with the reference at a position; nothing where it is unusable."""
        planned = self._plan(reference, parameter, index)
        return planned and replace(planned, facts=replace(planned.facts, index=index))

    def _plan(self, reference: Reference, parameter: str, index: int) -> Planned | None:
        media = reference if isinstance(reference, Media) else Media(reference)
        source = media.source
        for name in ("kind", "name", "mime_type"):
            value: object = getattr(media, name)
            if value is not None and not isinstance(value, str):
                self.findings.add(
                    "wrong-type", f"{parameter}.{name}", value=shown(value), expected=Phrase("type-string")
                )
                return None
        if is_url(source):
            return self._remote(source, media, parameter, {})
        if is_local(source):
            return self._local(source, media, parameter, index)
        if is_uploaded(source):
            return self._remote(source.url, media, parameter, _carried(source))
        self.findings.add("wrong-type", parameter, value=shown(source), expected=Phrase("type-reference"))
        return None

    def _remote(self, url: str, media: Media, parameter: str, carried: Mapping[str, str]) -> Planned | None:
        name = one_line(bare_url(url))
        if not is_web_address(url):
            self.findings.add("wrong-type", parameter, value=shown(name), expected=Phrase("type-url"))
            return None
        kind = media.kind or carried.get("kind") or self._kind_by_extension(urlsplit(url).path)
        if kind is None:
            detail = Phrase("detail-kind-unknown", {"name": name})
            self.findings.add("reference-shape", parameter, detail=detail)
            return None
        optional = {"name": media.name, "mimeType": media.mime_type, "durationToken": carried.get("durationToken")}
        item = {"url": url, "kind": kind, **{key: value for key, value in optional.items() if value is not None}}
        return Planned(ReferenceFacts(parameter, kind, media.name or name, media.mime_type), item)

    def _local(self, source: LocalSource, media: Media, parameter: str, index: int) -> Planned | None:
        file = look_at(source, media.name, self.platform.media_types)
        if isinstance(file, Unreadable):
            self.findings.add("file-unreadable", parameter, name=file.name, detail=file.detail)
            return None
        row = self._row_of(file, media)
        kind = media.kind or (row.kind if row is not None else None)
        if kind is None:
            allowed = listed((row.mime_type for row in self.platform.media_types), quoted=False)
            self.findings.add("file-signature", parameter, name=file.name, allowed=allowed)
            return None
        rule = self.rule.rule_at(index, kind) if self.rule is not None else None
        accepted = (rule.mime_types if rule is not None else None) or ()
        mime_type = _name_of(row, accepted) if row is not None else media.mime_type or UNKNOWN_MIME_TYPE
        file = replace(file, parameter=parameter, kind=kind, mime_type=mime_type)
        facts = ReferenceFacts(parameter, kind, file.name, mime_type, file.size, recognized=bool(file.types))
        if row is not None and self.rule is not None and self.rule.is_measured(kind):
            facts = replace(facts, measures=measures_of(file, row.mime_type))
        return Planned(facts, {"kind": kind, "name": file.name, "mimeType": mime_type}, file)

    def _row_of(self, file: LocalFile, media: Media) -> MediaType | None:
        """Return the media type of the content: of several that fit, what the caller says, else the table's first.

        The name is asked only where the content fits none.
        """
        by_name = [row for row in self.platform.media_types if file.name.lower().endswith(row.extensions)]
        return max(
            file.types or by_name,
            key=lambda row: (row.kind == media.kind, media.mime_type in {row.mime_type, *row.aliases}),
            default=None,
        )

    def _kind_by_extension(self, name: str) -> str | None:
        fitting = (row.kind for row in self.platform.media_types if name.lower().endswith(row.extensions))
        return next(fitting, None)


def several(references: Any, *single: type) -> list[Any]:
    """Return one reference, or several, as a list; what is neither is one, to be found wrong by itself."""
    # A lone path is a sequence of strings to a type checker, and never meant as one.
    alone = isinstance(references, (Media, Mapping, *single)) or is_local(references) or is_uploaded(references)
    items: Any = references
    return [items] if alone or not isinstance(references, Iterable) else list(items)


def _name_of(row: MediaType, accepted: Sequence[str]) -> str:
    """Return the name of a media type, in the words of the rule."""
    return next((name for name in (row.mime_type, *row.aliases) if name in accepted), row.mime_type)


def _carried(uploaded: object) -> dict[str, str]:
    """Return what an uploaded file says of itself under the names of a reference on the wire."""
    found = {"kind": getattr(uploaded, "kind", None), "durationToken": getattr(uploaded, "duration_token", None)}
    return {key: value for key, value in found.items() if isinstance(value, str) and value}
