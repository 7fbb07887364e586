"""The docs page about releases, per locale: the workflows that comment, synchronise and publish."""

from __future__ import annotations

from functools import partial

from ..text.fragments import Fragment, yaml_text
from ..words.phrases import phrase
from .ir import Listing, Page, Section

_PINS = """\
# Actions are named by their version tag here; the hash of a commit cannot be moved and is safer.
"""

_SETUP = """\
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13\""""

_COMMENT = f"""\
{_PINS}\
name: changes
on:
  pull_request:
    paths: ["specs/**"]
permissions:
  contents: read
jobs:
  describe:
    runs-on: ubuntu-latest
    steps:
{_SETUP}
      - run: python -m pip install .
      - run: rivya-codegen changes "origin/$GITHUB_BASE_REF" --format markdown > changes.md
      - run: cat changes.md >> "$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@v4
        with:
          name: changes
          path: changes.md
      - run: rivya-codegen changes "origin/$GITHUB_BASE_REF" --format github --fail-on breaking
  comment:
    needs: describe
    if: ${{{{ !cancelled() && !github.event.pull_request.head.repo.fork }}}}
    runs-on: ubuntu-latest
    permissions:
      pull-requests: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          name: changes
      - run: gh pr comment "$NUMBER" --repo "$GITHUB_REPOSITORY" --edit-last --create-if-none --body-file changes.md
        env:
          GH_TOKEN: ${{{{ github.token }}}}
          NUMBER: ${{{{ github.event.pull_request.number }}}}"""

_SYNC = f"""\
{_PINS}\
name: sync
on:
  schedule:
    - cron: "17 5 * * *"
  workflow_dispatch:
permissions:
  contents: read
jobs:
  sync:
    runs-on: ubuntu-latest
    permissions:
      contents: write
      pull-requests: write
    steps:
{_SETUP}
      - run: python -m pip install .
      - run: rivya-codegen sync "$BASE_URL" --write > "$RUNNER_TEMP/sync.md"
        env:
          BASE_URL: {{base_url}}
      - run: rivya-codegen generate
        continue-on-error: true # the skeleton of a new model is filled in first
      - uses: peter-evans/create-pull-request@v7
        with:
          add-paths: |
            specs
            generated
          branch: sync
          title: The catalogue has changed
          commit-message: Sync the specs with the catalogue
          body-path: ${{{{ runner.temp }}}}/sync.md"""

_RELEASE = f"""\
{_PINS}\
name: release
on:
  push:
    tags: ["v*"]
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
{_SETUP}
      - run: make check
      - run: make build
      - name: The tag is the version of the package
        run: test -f "dist/rivya-${{GITHUB_REF_NAME#v}}.tar.gz"
      - name: List what the package brings with it
        run: |
          python -m venv .venv-sbom
          .venv-sbom/bin/pip install dist/rivya-*.whl
          .venv-sbom/bin/pip uninstall --yes pip setuptools
          mkdir sbom
          pipx run --spec cyclonedx-bom==7.5.0 cyclonedx-py environment --output-reproducible \\
            --pyproject generated/python/pyproject.toml --mc-type library -o sbom/rivya.cdx.json .venv-sbom/bin/python
      - uses: actions/upload-artifact@v4
        with:
          name: release
          path: |
            dist
            sbom
  attest:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      id-token: write
      attestations: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          name: release
      - uses: actions/attest-build-provenance@v2
        with:
          subject-path: dist/*
      - uses: actions/attest-sbom@v2
        with:
          subject-path: dist/rivya-*
          sbom-path: sbom/rivya.cdx.json
  publish:
    needs: attest
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          name: release
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          skip-existing: true # the generator has a version of its own
  announce:
    needs: publish
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          name: release
      - run: gh release create "$GITHUB_REF_NAME" --repo "$GITHUB_REPOSITORY" --verify-tag --generate-notes dist/* sbom/*
        env:
          GH_TOKEN: ${{{{ github.token }}}}"""

_VERIFY = """\
gh attestation verify rivya-*.whl --repo OWNER/REPOSITORY
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) make build && sha256sum dist/*"""


def release_page(base_url: str, locale: str) -> Page:
    """Return the page about releases in a locale."""
    say = partial(phrase, locale=locale)
    workflows = {"comment": _COMMENT, "sync": _SYNC.replace("{base_url}", yaml_text(base_url)), "publish": _RELEASE}
    sections = (
        *(
            Section(
                say(f"release.{name}"), (say(f"release.{name}_about"),), listings=(Listing(Fragment("yaml"), text),)
            )
            for name, text in workflows.items()
        ),
        Section(say("release.verify"), (say("release.verify_about"),), listings=(Listing(Fragment("bash"), _VERIFY),)),
    )
    return Page(Fragment(locale), say("release.title"), say("release.summary"), sections)
