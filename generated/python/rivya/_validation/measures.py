"""The ranges of what can be measured of a file: its sides, its duration, its frame rate."""

from __future__ import annotations

from fractions import Fraction

from .._core.problems import Phrase, range_text, shown
from .._spec.file_rules import End, FileRule
from .._spec.findings import Findings
from .facts import ReferenceFacts

SLACK = Fraction(1, 10)
"""By how much a file may be longer, or have another frame rate, than a rule says: encoders fill up their last frame, and
24 pictures a second may be 23.976. What a request states is taken as it is."""
SLACKENED = frozenset({"seconds", "frame_rate"})


def check_measures(findings: Findings, rule: FileRule, reference: ReferenceFacts) -> None:
    """Check what is known of a file. Of a local one that does not tell what a rule is about, it is said so."""
    for name, (low, high) in rule.measures.items():
        value, allowed = reference.measures.get(name), range_text(low, high)
        facts = {"name": reference.name, "kind": reference.kind, "allowed": allowed}
        slack = SLACK if reference.size is not None and name in SLACKENED else 0
        if value is None and reference.size is not None:
            findings.warn("file-not-measured", reference.parameter, **facts, measure=Phrase(f"measure-{name}"))
        elif value is not None and not _is_within(value, low, high, slack):
            measure = Phrase(f"measure-{name}-of", {"value": _shown(name, value)})
            findings.add("file-out-of-range", reference.parameter, **facts, measure=measure)


def exact(end: End) -> Fraction:
    """Return an end of a range, or a number of a request, as what it is written as."""
    return Fraction(end if isinstance(end, int) else str(end).replace(":", "/"))


def _is_within(value: Fraction, low: End | None, high: End | None, slack: Fraction | int) -> bool:
    return (low is None or value >= exact(low) - slack) and (high is None or value <= exact(high) + slack)


def _shown(name: str, value: Fraction) -> str:
    if name == "aspect_ratio":
        return f"{value.numerator}:{value.denominator}"
    return shown(value.numerator) if value.denominator == 1 else f"{float(value):.6g}"
