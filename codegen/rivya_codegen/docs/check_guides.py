"""The docs pages about checks, per locale: the table of rules, and their use in CI."""

from __future__ import annotations

from functools import partial

from ..text.fragments import Fragment
from ..words.phrases import phrase
from ..words.rules import Group, Rule, rule_groups
from .ir import Cell, Listing, Page, Section, Table

_WORKFLOW = """\
name: specs
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  specs:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: python -m pip install .
      - name: Annotate the pull request
        run: rivya-codegen validate --format github
      - name: Write the findings
        if: ${{ !cancelled() }}
        run: rivya-codegen validate --format sarif > findings.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: ${{ !cancelled() && !github.event.pull_request.head.repo.fork }}
        with:
          sarif_file: findings.sarif
      - name: Compare generated/ with the specs
        run: rivya-codegen check"""

_PRE_COMMIT = """\
repos:
  - repo: https://example.com/rivya-codegen.git
    rev: v0.1.0
    hooks:
      - id: rivya-codegen-validate
      - id: rivya-codegen-check"""

_FORMATS = {"text": "stderr", "json": "stdout", "github": "stdout", "sarif": "stdout"}


def ci_page(locale: str) -> Page:
    """Return the page about checks in CI in a locale."""
    say = partial(phrase, locale=locale)
    sections = (
        Section(say("ci.formats"), (say("ci.formats_about"),), tables=(_format_table(locale),)),
        Section(say("ci.actions"), (say("ci.actions_about"),), listings=(Listing(Fragment("yaml"), _WORKFLOW),)),
        Section(say("ci.precommit"), (say("ci.precommit_about"),), listings=(Listing(Fragment("yaml"), _PRE_COMMIT),)),
    )
    return Page(Fragment(locale), say("ci.title"), say("ci.summary"), sections)


def _format_table(locale: str) -> Table:
    rows = tuple(
        (Cell(codes=(name,)), Cell(prose=phrase(f"ci.{stream}", locale)), Cell(prose=phrase(f"ci.{name}", locale)))
        for name, stream in _FORMATS.items()
    )
    return Table(tuple(phrase(f"ci.{column}", locale) for column in ("format", "goes_to", "what")), rows)


def rules_page(locale: str) -> Page:
    """Return the table of rules in a locale: its groups, then a section for each rule."""
    say = partial(phrase, locale=locale)
    groups = tuple(
        Section(Fragment(group.title[locale]), tables=(_rule_table(group, locale),)) for group in rule_groups()
    )
    rules = tuple(_rule_section(rule, locale) for group in rule_groups() for rule in group.rules)
    return Page(Fragment(locale), say("rules.title"), say("rules.summary"), groups + rules)


def _rule_table(group: Group, locale: str) -> Table:
    rows = tuple(
        (Cell(prose=Fragment(f"[{rule.code}](#{rule.code})")), Cell(prose=Fragment(rule.means[locale])))
        for rule in group.rules
    )
    return Table((phrase("rules.code", locale), phrase("rules.means", locale)), rows)


def _rule_section(rule: Rule, locale: str) -> Section:
    prose = (Fragment(rule.means[locale]), Fragment(rule.mend[locale]))
    return Section(Fragment(rule.code), prose, listings=(Listing(Fragment("diff"), rule.difference),))
