"""A model without a prompt, whose reference is needed and has no documented types or limits."""

from runtime._spec.conditions import Condition
from runtime._spec.file_rules import FileRule, ReferenceRule
from runtime._spec.schema import Parameters
from runtime._spec.tables import ModelTable, PriceList, Source


class SculptorParams(Parameters):
    pass


MODEL = ModelTable(
    id="sculptor",
    name="Sculptor",
    category="image",
    params=SculptorParams,
    credits=PriceList(2, "FIXED"),
    source=Source("https://example.com/sculptor", "2026-05-11"),
    references=ReferenceRule(max_files=1, files=(FileRule("image"),)),
    conditions=(Condition(require=("references",)),),
)
