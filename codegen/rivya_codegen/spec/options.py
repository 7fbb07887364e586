"""The options of a parameter, by the texts that name them where a spec says more of them: `5`, `0.5`, `1080p`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from .limits import limits_of
from .model import AnyParameter
from .notes import Deprecation
from .values import Number


def options_of(parameter: AnyParameter) -> Mapping[str, str | Number]:
    """Return the options of a parameter; none where it lists no values."""
    options = limits_of(parameter).options or ()
    return {option if isinstance(option, str) else json.dumps(option): option for option in options}


def deprecated_options_of(parameter: AnyParameter) -> Mapping[str, Deprecation]:
    """Return what is said against options of a parameter."""
    return getattr(parameter, "deprecated_options", None) or {}


def current_options_of(parameter: AnyParameter) -> Mapping[str, str | Number]:
    """Return the options of a parameter that are not deprecated."""
    deprecated = deprecated_options_of(parameter)
    return {name: option for name, option in options_of(parameter).items() if name not in deprecated}
