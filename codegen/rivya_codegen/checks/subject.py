"""What a rule looks at: a spec, the document that gives its places in the file, and the platform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..contract.contract import Contract
from ..problems.problem import Problem, did_you_mean, list_words
from ..spec.model import ModelSpec
from ..spec.platform import PlatformSpec
from ..yaml_text.reader import Document, Path


@dataclass(frozen=True, slots=True)
class Subject:
    """One model spec under check."""

    contract: Contract
    document: Document

    @property
    def spec(self) -> ModelSpec:
        """The spec itself."""
        return self.contract.spec

    @property
    def platform(self) -> PlatformSpec:
        """What holds for every model."""
        return self.contract.platform

    def problem(self, path: Path, code: str, /, *, at_key: bool = False, **parameters: object) -> Problem:
        """Return a problem at a path of the spec."""
        return Problem(self.document.locate(path, key=at_key), code, parameters)

    def unknown(self, path: Path, code: str, value: str, allowed: Iterable[str], **parameters: object) -> Problem:
        """Return a problem about a value that is not among the allowed ones, with the one that may be meant."""
        words = list(allowed)
        common = {"value": f'"{value}"', "hint": did_you_mean(value, words), "allowed": list_words(words) or "none"}
        return Problem(self.document.locate(path), code, {**common, **parameters})
