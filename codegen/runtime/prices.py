"""What calls of a model cost, before they are made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Generic, ParamSpec

from ._core.numbers_as_json import exact_number
from ._core.problems import Phrase, load_catalogue, phrase_text
from ._spec.evaluator import Bound, Evaluation
from ._spec.findings import Findings
from ._spec.tables import ModelTable
from ._submission import Draft, RequestKind, drafted_request
from ._transport.settings import Settings
from ._validation.keywords import argument_names
from ._validation.prices import evaluate_request, reason_phrases
from .errors import ConfigurationError

__all__ = ["CreditEstimate", "Price"]
__dir__ = __all__.copy

CallT = ParamSpec("CallT")


@dataclass(frozen=True, slots=True)
class CreditEstimate:
    """What calls cost.

    Args:
        amount: Credits.
        bound: What they are to the price that will be paid: the same (`exact`), the least (`lower`), or nothing that
            is known (`unknown`; then they are the base credits).
        reasons: Why the amount is not exact, one text for each reason, in the language of the client.
    """

    amount: float
    bound: Bound = "unknown"
    reasons: tuple[str, ...] = ()

    @property
    def is_lower_bound(self) -> bool | None:
        """Whether calls can cost more, but not less; `None` where that is not known."""
        return {"exact": False, "lower": True}.get(self.bound)


@dataclass(frozen=True, slots=True)
class Price(Generic[CallT]):
    """What calls of a model cost.

    Args:
        base: Credits of a call at default parameters, from the model's page.
        billing: The billing type: `FIXED`, `METERED` or `TOKEN_BASED`.
        bound: Whether every call costs as much (`exact`), none costs less (`lower`), or the model's page does not say.
            Where the page has prices, calls have different ones, which `estimate_call` knows.
    """

    base: float
    billing: str
    bound: Bound
    _table: ModelTable = field(repr=False, compare=False)
    _settings: Settings = field(repr=False, compare=False)
    _kind: RequestKind = field(repr=False, compare=False)
    _call: Callable[CallT, object] = field(repr=False, compare=False)

    def estimate(self, count: int = 1) -> CreditEstimate:
        """Estimate what calls cost at default parameters.

        Args:
            count: How many calls, from 0.

        Returns:
            Credits, and whether calls with other parameters can cost more, as far as that is known.

        Raises:
            ConfigurationError: The count is below 0, or is not a whole number.
        """
        number = None if isinstance(count, bool) else exact_number(count)
        if number is None or number < 0 or number % 1:
            raise ConfigurationError(f"count must be a whole number of calls, at least 0, got {count!r:.60}")
        prompt = self._table.prompt
        # What is not known of a call at default parameters is its prompt.
        request = {"model": self._table.id, **({prompt.key: None} if prompt is not None else {})}
        return self._estimate(request, int(number))

    def estimate_call(self, *args: CallT.args, **kwargs: CallT.kwargs) -> CreditEstimate:
        """Estimate what one call costs, without making it: nothing is sent.

        Args:
            *args: The arguments that the call would have.
            **kwargs: Those given by name.

        Returns:
            Credits, what they are to the price that will be paid, and why they are not exact.

        Raises:
            ValidationError: The request would break a limit. All problems are in it.
        """
        given: dict[str, Any] = dict(inspect.signature(self._call).bind(*args, **kwargs).arguments)
        options: Any = given.pop("options", {})
        inside = f"{self._table.params_key}." if self._table.params_key is not None else ""
        names = {path.removeprefix(inside): name for path, name in argument_names(self._table).items()}
        text = given.pop(self._kind.text_key, None)
        files = given.pop(self._kind.files_argument, None)
        params = {key: given[name] for key, name in names.items() if name in given}
        draft = Draft(self._table.id, text, params, files)
        estimate = self._estimate(drafted_request(self._settings, self._kind, draft, options))
        if not options.get("extra_params"):
            return estimate
        reason = self._in_words(Phrase("price-extra", {"model": self._table.name}))
        return replace(estimate, bound="unknown", reasons=(*estimate.reasons, reason))

    def _estimate(self, request: Mapping[str, Any], count: int = 1) -> CreditEstimate:
        evaluation = evaluate_request(self._table, request)
        amount = Fraction(str(evaluation.amount)) * count  # the precision of decimals is what a program sets it to
        plain = int(amount) if amount.denominator == 1 else float(amount)
        return CreditEstimate(plain, evaluation.bound, tuple(self._reasons(request, evaluation)))

    def _reasons(self, request: Mapping[str, Any], evaluation: Evaluation) -> list[str]:
        findings = Findings(self._settings.platform, self._table, argument_names(self._table))
        return [self._in_words(phrase) for phrase in reason_phrases(self._table, request, evaluation, findings)]

    def _in_words(self, phrase: Phrase) -> str:
        return phrase_text(phrase, load_catalogue(self._settings.platform.messages_module), self._settings.locale)


def price_of_calls(
    settings: Settings, kind: RequestKind, table: ModelTable, call: Callable[CallT, object]
) -> Price[CallT]:
    """Return what calls of a model cost, which are made by one of its methods."""
    prices = table.credits
    bound: Bound = "unknown" if prices.rows else prices.bound
    return Price(prices.base, prices.billing, bound, table, settings, kind, call)
