"""`release`: the next version of the package from what has changed since the last one, with its changelog."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..problems.problem import Location, Problem, ProblemsFound
from ..source.inputs import display_name
from ..source.settings import RELEASE, RELEASES, Settings
from .command import OutputCommand, argument, day_option, flag, option
from .generate import left_out, write_result

if TYPE_CHECKING:
    from ..changes.release import Release as NextRelease
    from ..output.write import Result
    from ..source.parse import Parsed


@dataclass(frozen=True, kw_only=True)
class Release(OutputCommand):
    """Make the next version of the package from what has changed since the last one, with its changelog."""

    version: str | None = argument(
        "at least what the changes ask for, which is the default: from 1.0 on, a breaking change raises the major "
        "version, a risky or safe one the minor, one of words the patch; before, a breaking one the minor, others the "
        "patch",
        metavar="VERSION",
        nargs="?",
    )
    base: str | None = option(
        "the specs of the last release, as `changes` takes them (default: `revision` of release.yaml)", metavar="REV"
    )
    date: datetime.date = day_option("release")
    dry_run: bool = flag("print what would be released, and write nothing")

    def run(self) -> int:
        from ..changes.release import plan_release
        from ..output.write import alone
        from ..pipeline import described, read, run
        from ..source.load import load_inputs

        settings = self.settings
        with ExitStack() as stack:
            for folder in () if self.dry_run else (settings.output, settings.specs):
                stack.enter_context(alone(folder))
            inputs, problems = load_inputs(settings)
            source = described(inputs)[0].source
            parsed = read(source, problems, settings.specs)
            base = self.base or parsed.release.revision
            release = plan_release(source, parsed, _load_base(base, settings, parsed), self.version, self.date)
            if release is None:
                print(f"Nothing has changed since {base}; nothing to release.")
                return 0
            result = run(replace(inputs, source=release.amend(inputs.source)), problems)
            lines = list(_changes(release, base))
            if self.dry_run:
                lines += [*left_out(result), "Dry run: nothing was written."]
            else:
                lines += [*_write(settings, release, result), *_next_steps(settings, release)]
            print("\n".join(lines))
            return 0


def _write(settings: Settings, release: NextRelease, result: Result) -> list[str]:
    """Write the outputs, then the specs: killed between them, the same release is made by the next run."""
    from ..output.write import write_specs, write_tree

    lines = write_result(result)
    try:
        write_specs(settings.specs, release.files)
    except BaseException:  # Ctrl-C too: a package without its version is no release
        previous = result.previous.files
        before = {path: previous[path] for path in (*result.changed, *result.stale) if path in previous}
        write_tree(settings.output, before, [path for path in result.changed if path not in before])
        raise
    return lines


def _load_base(name: str | None, settings: Settings, parsed: Parsed) -> Parsed | None:
    from ..changes.tree import load_tree

    if name is not None:
        return load_tree(name, settings.specs).parsed
    if parsed.releases:
        raise ProblemsFound([Problem(Location(display_name(settings.specs / RELEASE)), "release-no-base")])
    return None


def _changes(release: NextRelease, base: str | None) -> Iterator[str]:
    from ..changes.report import summary_of, what

    if base is None:
        yield f"rivya {release.version}: the first release."
        return
    counted = summary_of(Counter(change.rule.python for change in release.changes), "en")
    yield f"rivya {release.current} → {release.version}, since {base}: {counted}"
    for change in release.changes:
        yield f"  {change.rule.python.value:8}  {change.subject}  {what(change)}  [{change.rule.id}]"


def _next_steps(settings: Settings, release: NextRelease) -> Iterator[str]:
    specs, output = display_name(settings.specs), display_name(settings.output)
    yield f"{specs}/{RELEASE} and {specs}/{RELEASES}/{release.version}.yaml written. Next:"
    yield f"  git add {specs} {output}"
    yield f'  git commit -m "Release {release.version}"'
    yield f"  git tag v{release.version}"
    yield f"  git push origin HEAD v{release.version}"
