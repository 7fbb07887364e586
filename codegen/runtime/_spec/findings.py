"""The problems of one request, as they are found."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .._core.problems import Problem, Severity
from .tables import ModelTable, Platform


class Findings:
    """The problems of one request, in the order in which they were found.

    `names` are those of a method's arguments, by wire path, where the request is a call of Python code: the problems
    speak of these. Else they speak of what is on the wire.
    """

    def __init__(
        self, platform: Platform, model: ModelTable | None = None, names: Mapping[str, str] | None = None
    ) -> None:
        self.problems: list[Problem] = []
        self._messages_module = platform.messages_module
        self._model = model.name if model is not None else ""
        self._names = names

    def add(self, code: str, parameter: str, /, **values: object) -> None:
        """Note an error: the vendor would reject the request. The name of the model goes with it by itself."""
        self._note(code, parameter, "error", values)

    def add_once(self, code: str, parameter: str, /, **values: object) -> None:
        """Note an error, unless one of this kind is noted of the parameter already."""
        name = self.named(parameter)
        if not any(problem.code == code and problem.parameter == name for problem in self.problems):
            self.add(code, parameter, **values)

    def warn(self, code: str, parameter: str, /, **values: object) -> None:
        """Note a warning: the vendor would take the request, but not do what it seems to ask."""
        self._note(code, parameter, "warning", values)

    @property
    def python(self) -> bool:
        """Whether the request is a call of Python code."""
        return self._names is not None

    def named(self, path: str) -> str:
        """Return a wire path as the caller knows it."""
        head = re.match(r"(?:params\.)?[^.[]*", path)
        wire = head[0] if head is not None else path
        return (self._names or {}).get(wire, wire) + path[len(wire) :]

    def _note(self, code: str, parameter: str, severity: Severity, values: Mapping[str, object]) -> None:
        named = {"model": self._model, "when": "", **values}
        self.problems.append(Problem(code, self.named(parameter), named, severity, self._messages_module))
