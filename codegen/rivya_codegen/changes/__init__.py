"""What a change of the specs means: the differences between two spec trees, each judged by a rule of one table."""

from __future__ import annotations

from .compare import Change, compare_trees
from .rules import RULES, Rule, Severity

__all__ = ["RULES", "Change", "Rule", "Severity", "compare_trees"]
