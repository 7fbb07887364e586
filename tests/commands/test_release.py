"""The verb `release`: the version from the changes, its changelog, what it refuses, and that it writes all or nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from rivya_codegen.changes import Severity
from rivya_codegen.changes.release import next_version
from rivya_codegen.cli import main
from rivya_codegen.output import write
from rivya_codegen.spec.release import Version

REPOSITORY = Path(__file__).parents[2]
SPEC = Path("specs/models/grok-imagine.yaml")
RELEASE = Path("specs/release.yaml")
OPTION, PRICE = ('"3:2", ', ""), (("base: 4", "base: 6"), ("reserved_credits: 4", "reserved_credits: 6"))

Said = Callable[..., str]


def git(*arguments: str) -> None:
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def commit(tag: str) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", tag)
    git("tag", tag)


def change(*texts: tuple[str, str]) -> None:
    text = SPEC.read_text("utf-8")
    for old, new in texts:
        assert old in text
        text = text.replace(old, new)
    SPEC.write_text(text, "utf-8")


def snapshot() -> dict[str, bytes]:
    files = (path for path in Path().rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.as_posix(): path.read_bytes() for path in files}


def changelog(locale: str) -> str:
    return Path(f"generated/docs/{locale}/CHANGELOG.md").read_text("utf-8")


def package_version() -> str:
    manifest = json.loads(Path("generated/MANIFEST.json").read_text("utf-8"))
    project = tomllib.loads(Path("generated/python/pyproject.toml").read_text("utf-8"))["project"]
    assert manifest["package"] == f"rivya {project['version']}"
    assert manifest["generator"].startswith("rivya-codegen ")
    assert "specs/release.yaml" in manifest["inputs"]
    version: str = project["version"]
    return version


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the verb and returns what it printed; the exit code must be the expected one."""

    def run(*arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["release", *arguments]) == code
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return run


@pytest.fixture
def unreleased(project: Path, remembered: pytest.MonkeyPatch, small_runtime: None) -> Path:
    """A git repository with one model and a version that was never released."""
    shutil.copy(REPOSITORY / SPEC, SPEC)
    RELEASE.write_text("# Ours.\nversion: 0.4.0 # chosen\ndate: null\nrevision: null\n", "utf-8")
    git("init", "--quiet")
    return project


@pytest.fixture
def released(unreleased: Path, said: Said) -> Path:
    """The same after its first release, 0.4.0, with its tag."""
    assert said("--date", "2026-05-12").startswith("rivya 0.4.0: the first release.\n")
    commit("v0.4.0")
    return unreleased


@pytest.mark.usefixtures("released")
def test_the_first_release_is_the_current_version(said: Said) -> None:
    assert RELEASE.read_text("utf-8") == "# Ours.\nversion: 0.4.0 # chosen\ndate: 2026-05-12\nrevision: v0.4.0\n"
    assert package_version() == "0.4.0"
    assert "## 0.4.0 (2026-05-12)\n\nThe first release.\n" in changelog("en")
    before = snapshot()
    assert said() == "Nothing has changed since v0.4.0; nothing to release.\n"
    assert snapshot() == before


@pytest.mark.usefixtures("released")
def test_a_dry_run_names_the_skeletons_that_are_left_out_too(said: Said) -> None:
    assert main(["new", "brand-new"]) == 0
    change(OPTION)
    warning = "specs/models/brand-new.yaml: warning: left out of the output"
    assert warning in said("--dry-run")
    assert warning in said()


@pytest.mark.usefixtures("released")
def test_a_skeleton_keeps_nothing_from_being_released(said: Said) -> None:
    assert main(["new", "brand-new"]) == 0
    assert said() == "Nothing has changed since v0.4.0; nothing to release.\n"
    text = SPEC.read_text("utf-8")
    SPEC.write_text(text.replace("category: image", "category: TODO"), "utf-8")
    assert "[placeholder]" in said(code=1)


@pytest.mark.usefixtures("released")
def test_releases_follow_the_changes_and_add_up(said: Said) -> None:
    change(OPTION, *PRICE)
    out = said("--date", "2026-06-01")
    assert out.startswith("rivya 0.4.0 → 0.5.0, since v0.4.0: 1 breaking, 1 risky, 1 text only.\n")
    assert '  breaking  models/grok-imagine  params.aspect_ratio.options: "3:2" → —  [option-removed]\n' in out
    assert out.endswith(
        "specs/release.yaml and specs/releases/0.5.0.yaml written. Next:\n  git add specs generated\n"
        '  git commit -m "Release 0.5.0"\n  git tag v0.5.0\n  git push origin HEAD v0.5.0\n'
    )
    assert package_version() == "0.5.0"
    commit("v0.5.0")
    change(("base: 6", "base: 5"), ("reserved_credits: 6", "reserved_credits: 5"))
    assert "0.5.0 → 0.5.1, since v0.5.0: 1 safe, 1 text only.\n" in said("--date", "2026-06-02")
    assert package_version() == "0.5.1"
    english, chinese = changelog("en"), changelog("zh-Hant")
    versions = ("## 0.5.1 (2026-06-02)", "## 0.5.0 (2026-06-01)", "## 0.4.0 (2026-05-12)")
    assert [line for line in english.splitlines() if line.startswith("## ")] == list(versions)
    assert "### Changed: `grok-imagine`" in english
    assert "The option is refused. Choose another option than `3:2`. |" in english
    assert "| 不相容 | `params.aspect_ratio.options` |" in chinese
    assert "## 0.5.0（2026-06-01）\n\n1 不相容、1 有風險、1 僅文字。" in chinese
    shipped = Path("generated/python/CHANGELOG.md").read_text("utf-8")
    assert shipped.partition("\n")[2] == english.partition("\n")[2]

    before = snapshot()
    shutil.rmtree("generated")
    assert main(["generate"]) == 0
    assert snapshot() == before
    assert main(["check"]) == 0


@pytest.mark.usefixtures("released")
def test_a_version_that_says_too_little_is_refused(said: Said) -> None:
    change(OPTION)
    before = snapshot()
    for low in ("0.4.1", "0.4.0", "0.3.9"):
        error = said(low, code=1)
        assert f"VERSION: error: {low} is too low: from 0.4.0, the changes lead to 0.5.0" in error
    for wrong in ("1.0", "v0.5.0", "0.05.0", "0.5.0rc1", "0.5.0\n", "٠.5.0"):
        assert "is no version" in said(wrong, code=1)
    assert snapshot() == before
    assert "0.4.0 → 1.0.0" in said("1.0.0")
    assert package_version() == "1.0.0"
    commit("v1.0.0")
    change(*PRICE)
    assert "1.0.0 → 1.1.0" in said("--dry-run")


@pytest.mark.usefixtures("released")
def test_a_release_of_the_runtime_alone_is_asked_for(said: Said) -> None:
    assert "0.4.0 → 0.4.1, since v0.4.0: No changes." in said("0.4.1", "--date", "2026-06-01")
    assert "## 0.4.1 (2026-06-01)\n\nModels and limits are those of the release before.\n" in changelog("en")


@pytest.mark.usefixtures("released")
def test_what_counts_is_the_package_not_the_api(said: Said) -> None:
    change(("availability: available", "availability: coming_soon"))
    assert "0.4.0 → 0.4.1, since v0.4.0: 1 risky." in said("--dry-run")
    assert main(["changes", "v0.4.0", "--fail-on", "breaking"]) == 1


@pytest.mark.usefixtures("released")
def test_a_dry_run_writes_nothing(said: Said) -> None:
    change(OPTION)
    before = snapshot()
    assert said("--dry-run").endswith("[option-removed]\nDry run: nothing was written.\n")
    assert snapshot() == before


@pytest.mark.usefixtures("released")
def test_the_base_is_a_revision_or_a_folder(said: Said) -> None:
    shutil.copytree("specs", "old")
    change(OPTION)
    assert "since ./old: 1 breaking." in said("--base", "./old", "--dry-run")
    git("tag", "--delete", "v0.4.0")
    before = snapshot()
    assert said(code=1).startswith("v0.4.0: error: neither a folder nor a revision of this git repository")
    assert "since HEAD: 1 breaking." in said("--base", "HEAD", "--dry-run")
    shutil.rmtree(".git")
    assert said(code=1).startswith("v0.4.0: error: neither a folder nor, without git")
    assert snapshot() == before


@pytest.mark.usefixtures("small_runtime")
def test_without_the_file_nothing_was_ever_released(project: Path, said: Said) -> None:
    shutil.copy(REPOSITORY / SPEC, SPEC)
    assert main(["generate"]) == 0
    assert json.loads((project / "generated/MANIFEST.json").read_text("utf-8"))["package"] == "rivya 0.0.0"
    assert said("--date", "2026-05-12").startswith("rivya 0.1.0: the first release.\n")
    assert RELEASE.read_text("utf-8").endswith("\nversion: 0.1.0\ndate: 2026-05-12\nrevision: v0.1.0\n")


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("there", [True, False])
def test_a_failure_while_writing_leaves_all_as_it_was(said: Said, there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    change(OPTION)
    if not there:
        RELEASE.unlink()
        shutil.rmtree("specs/releases")
    before = snapshot()
    write_tree = write.write_tree

    def failing(folder: Path, *rest: object) -> None:
        if folder.name == "generated":
            raise KeyboardInterrupt
        write_tree(folder, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:  # by itself: the project sets the working directory with the same fixture
        patched.setattr(write, "write_tree", failing)
        said("--base", "v0.4.0", code=130)
    assert snapshot() == before
    shutil.rmtree("generated/docs/zh-Hant")
    Path("generated/docs/zh-Hant").symlink_to("en")
    before = snapshot()
    assert "[output-link]" in said("--base", "v0.4.0", code=1)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("current", "expected"),
    [("0.4.7", ["0.5.0", "0.4.8", "0.4.8", "0.4.8"]), ("1.4.7", ["2.0.0", "1.5.0", "1.5.0", "1.4.8"])],
)
def test_the_next_version_by_severity(current: str, expected: list[str]) -> None:
    assert [str(next_version(Version.of(current), severity)) for severity in Severity] == expected
