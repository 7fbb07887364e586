"""The gate of a pull request: what a repository under test can do to the base that its specs are compared with."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rivya_codegen.cli import main

REPOSITORY = Path(__file__).parents[2]
BAD: dict[str, str] = yaml.safe_load((Path(__file__).parent / "bad_comparisons.yaml").read_text("utf-8"))
SPEC = Path("specs/models/grok-imagine.yaml")


def git(*arguments: str, given: bytes = b"", where: Path = Path()) -> str:
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", *who, *arguments], check=True, capture_output=True, input=given, cwd=where)
    return done.stdout.decode().strip()


def commit(message: str = "More", *, at: Path = Path()) -> None:
    git("add", "--all", where=at)
    git("commit", "--quiet", "--allow-empty", "--message", message, where=at)


@pytest.fixture(scope="session")
def pull_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of `pull`: made once, since that takes a dozen processes."""
    root = tmp_path_factory.mktemp("pull")
    for path in ("specs/platform.yaml", "specs/wire", SPEC):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (REPOSITORY / path).is_dir() else shutil.copy
        copy(REPOSITORY / path, root / path)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        edit("    reserved_credits: 4\n", "")  # an example that says no price
        git("init", "--quiet", "--template=", "--initial-branch", "main")
        commit("Specs")
        git("tag", "v1")
        git("update-ref", "refs/remotes/origin/main", "HEAD")
        git("switch", "--quiet", "--create", "pull")
        edit("base: 4", "base: 400")
        edit('"3:2", ', "")
        commit("Cheaper")
    return root


@pytest.fixture
def pull(project: Path, pull_once: Path) -> Path:
    """A repository whose branch raises a price from 4 to 400 above `origin/main`, and takes an option away."""
    shutil.copytree(pull_once, project, dirs_exist_ok=True)
    return project


def edit(old: str, new: str) -> None:
    text = SPEC.read_text("utf-8")
    assert old in text
    SPEC.write_text(text.replace(old, new), "utf-8")


Judge = Callable[..., list[str]]


@pytest.fixture
def rules(capsys: pytest.CaptureFixture[str]) -> Judge:
    """Runs the verb and returns the rules of the changes; none where it refuses to compare."""

    def run(*arguments: str, code: int = 1) -> list[str]:
        capsys.readouterr()
        assert main(["changes", *arguments, "--fail-on", "breaking", "--format", "json"]) == code
        out = capsys.readouterr().out
        return [row["rule"] for row in json.loads(out)["changes"]] if out else []

    return run


BOTH = ["option-removed", "credits-raised"]


def hide_by_attributes() -> None:
    Path(".gitattributes").write_text("*.yaml export-ignore text\n*.yaml filter=lie diff=lie ident\n")
    commit()


def hide_in_the_base() -> None:
    """The base itself asks for its models to be left out of an archive."""
    git("switch", "--quiet", "--detach", "origin/main")
    Path(".gitattributes").write_text("specs/models/* export-ignore export-subst\n")
    commit()
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("switch", "--quiet", "pull")


def info_attributes() -> None:
    Path(".git/info").mkdir(exist_ok=True)
    Path(".git/info/attributes").write_text("* export-ignore\n")


def replace_objects() -> None:
    blobs = [git("rev-parse", f"{name}:{SPEC.as_posix()}") for name in ("origin/main", "pull")]
    git("replace", *blobs)
    git("replace", git("rev-parse", "origin/main"), git("rev-parse", "pull"))


def graft() -> None:
    Path(".git/info").mkdir(exist_ok=True)
    Path(".git/info/grafts").write_text(f"{git('rev-parse', 'pull')} {git('rev-parse', 'pull')}\n")


def alias_and_config() -> None:
    script = Path("evil.sh").absolute()
    script.write_text("#!/bin/sh\ntouch " + str(Path("ran").absolute()) + "\ncat\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    for name in ("rev-parse", "cat-file", "ls-tree"):
        git("config", f"alias.{name}", f"!{script}")
    for name in ("core.fsmonitor", "core.sshCommand", "core.pager", "diff.lie.textconv", "filter.lie.smudge", "filter.lie.clean",
                 "filter.lie.process", "core.editor", "core.askPass", "pager.cat-file", "uploadpack.packObjectsHook",
                 "core.alternateRefsCommand", "core.gitProxy", "diff.external", "credential.helper"):  # fmt: skip
        git("config", name, str(script))
    git("config", "core.hooksPath", str(Path().absolute()))
    git("config", "core.attributesFile", str(Path(".gitattributes").absolute()))
    Path("more").write_text(f"[core]\n\tfsmonitor = {script}\n")
    git("config", "include.path", "../more")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        shutil.copy(script, hook)


def another_repository_in_the_environment() -> None:
    git("init", "--quiet", "other")
    os.environ |= {
        "GIT_DIR": str(Path("other/.git").absolute()),
        "GIT_OBJECT_DIRECTORY": "rubbish",
        "GIT_INDEX_FILE": "rubbish",
    }


def bare_repository_in_the_specs() -> None:
    """Files that make a bare repository of the specs folder, with an `origin/main` of their own."""
    git("clone", "--quiet", "--bare", ".", "../bare")
    git("update-ref", "refs/remotes/origin/main", "pull", where=Path("../bare"))
    shutil.copytree("../bare", "specs", dirs_exist_ok=True)


@pytest.mark.parametrize(
    "attack",
    [hide_by_attributes, hide_in_the_base, info_attributes, replace_objects, graft, alias_and_config,
     another_repository_in_the_environment, bare_repository_in_the_specs],
    ids=lambda attack: attack.__name__,
)  # fmt: skip
@pytest.mark.parametrize("base", ["origin/main", "v1:specs"])
def test_what_a_repository_says_about_itself_changes_nothing(
    pull: Path, attack: Callable[[], None], base: str, rules: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    attack()
    assert rules(base) == BOTH
    assert not (pull / "ran").exists()


def test_a_folder_with_the_name_of_the_base_is_no_base(pull: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree("specs", "origin/main/specs")
    shutil.copytree("specs", "origin/main", dirs_exist_ok=True)
    commit()
    assert main(["changes", "origin/main", "--fail-on", "breaking"]) == 1
    assert capsys.readouterr().err.splitlines()[0] == BAD["both"]
    assert main(["release", "--base", "origin/main", "--dry-run"]) == 1
    assert capsys.readouterr().err.splitlines()[0] == BAD["both"]
    assert main(["changes", "origin/main^0", "--fail-on", "breaking"]) == 1
    assert capsys.readouterr().out.startswith("models/grok-imagine\n  breaking")
    assert main(["changes", "./origin/main", "--fail-on", "breaking"]) == 0
    git("update-ref", "-d", "refs/remotes/origin/main")  # a shallow clone that has not fetched it
    assert main(["changes", "origin/main"]) == 1
    assert pull.is_dir()


@pytest.mark.parametrize("ref", ["refs/tags/origin/main", "refs/heads/origin/main"])
@pytest.mark.usefixtures("pull")
def test_a_name_of_several_branches_or_tags_is_none(ref: str, capsys: pytest.CaptureFixture[str]) -> None:
    git("update-ref", ref, "HEAD")
    for name in ("origin/main", "origin/main~0", "origin/main:specs"):
        assert main(["changes", name]) == 1
        assert "[revision-ambiguous]" in capsys.readouterr().err
    assert main(["changes", "refs/remotes/origin/main", "--fail-on", "breaking"]) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("pull")
def test_an_abbreviated_id_that_is_a_branch_too_is_none(rules: Judge, capsys: pytest.CaptureFixture[str]) -> None:
    short = git("rev-parse", "--short=9", "origin/main")
    assert rules(short) == BOTH
    git("branch", short, "HEAD")
    assert main(["changes", short]) == 1
    assert capsys.readouterr().err.splitlines()[0] == BAD["ambiguous"].format(name=short)


@pytest.mark.parametrize(
    "name",
    ["", ":specs", ":0:specs", "--all", "^HEAD", "HEAD..v1", "HEAD^@", "HEAD^!", "@{u}", "HEAD:docs", "HEAD:../x", "HEAD:./specs",
     "HEAD:specs/platform.yaml", "HEAD:specs\nx", "HEAD\n", "HEAD\0", "\udcff", "HEAD:\udcff", "v1:specs:x", ":/Specs", "HEAD^{/x:y}",
     "v1^{blob}", "nowhere", "origin/", "./nowhere", "../nowhere", "/nowhere", ".", "..", "~"],
)  # fmt: skip
@pytest.mark.usefixtures("pull")
def test_odd_names_end_in_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--", name]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "1 problem; nothing was written." in said.err


@pytest.mark.usefixtures("pull")
def test_names_as_git_takes_them(rules: Judge) -> None:
    git("tag", "--annotate", "--message", "Two", "v2", "v1")
    git("branch", "--quiet", "--set-upstream-to", "main")
    old = git("rev-parse", "v1")
    for name in (
        "HEAD~1",
        "HEAD^",
        "v1",
        "v2",
        "v1^{tree}",
        "origin/main",
        "main",
        "@{u}",
        "@~1",
        old,
        "v2:specs/",
        "pull@{1}",
    ):
        assert rules(name) == BOTH, name


# --- What is in the tree of the base. --------------------------------------------------------------------------------


def base_with(mode: str, content: bytes, path: str = "specs/models/grok-imagine.yaml") -> None:
    """Make `origin/main` a commit with one entry of its tree replaced."""
    blob = git("hash-object", "-w", "--stdin", given=content) if mode != "160000" else "1" * 40
    git("read-tree", "origin/main")
    git("rm", "--quiet", "-rf", "--cached", "--ignore-unmatch", path)
    git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}")
    tree = git("write-tree")
    git("update-ref", "refs/remotes/origin/main", git("commit-tree", tree, "-p", "origin/main", "-m", "Odd"))
    git("read-tree", "HEAD")


@pytest.mark.parametrize(
    ("mode", "content", "path"),
    [
        ("120000", b"/etc/passwd", SPEC.as_posix()),
        ("120000", b"../../../specs/models/grok-imagine.yaml", SPEC.as_posix()),
        ("120000", b"nothing.yaml", SPEC.as_posix()),
        ("120000", b"grok-imagine.yaml", SPEC.as_posix()),
        ("120000", b"../wire", SPEC.as_posix()),
        ("160000", b"", SPEC.as_posix()),
        ("160000", b"", "specs/models"),
        ("100644", b"a file", "specs/models"),
        ("120000", b"/tmp", "specs/models"),
        ("120000", b"/tmp", "specs"),
        ("160000", b"", "specs"),
        ("100644", b"a: 1 #" + b"x" * 1_000_000, SPEC.as_posix()),
        ("100644", b"\xff\xfe", SPEC.as_posix()),
        ("100644", b"id: x\n", "specs/models/new\nline.yaml"),
        ("100644", b"id: x\n", "specs/models/\x1b]0;x\x07.yaml"),
    ],
)
@pytest.mark.usefixtures("pull")
def test_what_is_no_file_in_the_base_is_named(
    mode: str, content: bytes, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    base_with(mode, content, path)
    assert main(["changes", "origin/main"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("origin/main")
    assert "error: " in said.err


@pytest.mark.usefixtures("pull")
def test_links_inside_of_the_base_are_followed(rules: Judge) -> None:
    text = git("show", f"origin/main:{SPEC.as_posix()}").encode()
    base_with("100644", text, "store/spec.yaml")
    base_with("120000", b"../../store/spec.yaml")
    assert rules("origin/main") == BOTH


@pytest.mark.usefixtures("pull")
def test_a_link_in_place_of_the_specs_is_compared_with_what_was_there(rules: Judge) -> None:
    shutil.move("specs", "elsewhere")
    Path("specs").symlink_to("elsewhere")
    assert rules("origin/main") == BOTH
    commit()
    assert rules("origin/main") == BOTH
    assert rules("origin/main", "HEAD") == BOTH


def test_an_object_that_was_not_fetched_is_named_and_not_fetched(
    pull: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git("config", "uploadpack.allowFilter", "true")
    git("clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{pull}", "../partial")
    monkeypatch.chdir("../partial")
    shutil.copytree(pull / "specs", "specs")
    ran = Path("ran").absolute()
    git("config", "remote.origin.uploadpack", f"touch {ran};false")
    assert main(["changes", "v1"]) == 1
    assert capsys.readouterr().err.splitlines()[0] == BAD["missing"]
    assert not ran.exists()


def test_a_submodule_in_place_of_the_specs_does_not_choose_the_base(
    pull: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git("clone", "--quiet", ".", "../theirs")
    shutil.move("../theirs", "theirs")
    git("update-ref", "refs/remotes/origin/main", "HEAD", where=Path("theirs"))
    assert main(["changes", "origin/main", "--specs", "theirs/specs"]) == 1
    assert capsys.readouterr().err.splitlines()[0] == BAD["nested"].format(root=pull)
    monkeypatch.chdir("theirs")
    assert main(["changes", "origin/main"]) == 0
    assert capsys.readouterr().out == "No changes.\n"


@pytest.mark.usefixtures("pull")
def test_a_second_file_does_not_hide_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    Path("specs/models/zz.yaml").write_text(git("show", f"origin/main:{SPEC.as_posix()}"), "utf-8")
    assert main(["changes", "origin/main"]) == 1
    assert "specs/models/zz.yaml" in (said := capsys.readouterr().err)
    assert "[file-name]" in said
    Path("specs/models/zz.yaml").unlink()
    task = json.loads(Path("specs/wire/task.json").read_text("utf-8"))
    del task["properties"]["status"]
    task["required"].remove("status")
    Path("specs/wire/a.json").write_text(json.dumps(task), "utf-8")
    assert main(["changes", "origin/main"]) == 1
    assert "specs/wire/a.json has the title `" in capsys.readouterr().err


def add_hidden() -> None:
    for name in (".z.yaml", ".#grok-imagine.yaml", "z.yxml", "z.yaml.orig"):
        Path("specs/models", name).write_text("unsaved: [")
    Path("specs/models/.#z.yaml").symlink_to("somebody@somewhere.1")
    Path("specs/wire/.z.json").write_text("{")


def add_returns() -> None:
    SPEC.write_bytes(SPEC.read_bytes().replace(b"\n", b"\r"))


@pytest.mark.parametrize("write", [add_hidden, add_returns])
@pytest.mark.usefixtures("pull")
def test_a_revision_reads_as_its_working_tree_does(write: Callable[[], None], rules: Judge) -> None:
    write()
    assert rules("v1") == BOTH
    commit()
    assert rules("v1", "HEAD") == BOTH
    assert rules("HEAD", code=0) == []


# --- From where it is run. -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("folder", [".", "docs/deep", "specs", "specs/models", ".git"])
def test_it_works_from_any_folder(
    pull: Path, folder: str, rules: Judge, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder)
    assert rules("v1") == BOTH
    assert rules("v1", "pull") == BOTH
    assert rules("v1", "--specs", os.path.relpath(pull / "specs")) == BOTH
    assert main(["changes", "v1", "--format", "github"]) == 0
    assert all("file=specs/models/grok-imagine.yaml,line=" in line for line in capsys.readouterr().out.splitlines())
    assert main(["release", "--base", "v1", "--dry-run"]) == 0
    assert "since v1: 1 breaking" in capsys.readouterr().out
    assert main(["diff"]) == 0


@pytest.mark.usefixtures("remembered")
def test_it_works_from_outside(pull: Path, rules: Judge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    monkeypatch.chdir(tmp_path / "outside")
    specs = str(pull / "specs")
    assert rules("v1", "--specs", specs) == BOTH
    assert main(["generate", "--specs", specs]) == 0  # the output lies beside the specs
    assert (pull / "generated" / "MANIFEST.json").is_file()
    assert main(["check", "--specs", specs]) == 0
    assert main(["generate", "--out", "mine", "--specs", specs]) == 0
    assert sorted(path.name for path in Path().iterdir()) == ["mine"]
    shutil.rmtree("mine")
    git("init", "--quiet")  # another repository, which has nothing to do with them
    assert rules("v1", "--specs", specs) == BOTH
    (tmp_path / "link").symlink_to(pull)
    assert rules("v1", "--specs", str(tmp_path / "link" / "specs")) == BOTH
    (tmp_path / "other").symlink_to(pull / "specs")
    assert rules("v1", "--specs", str(tmp_path / "other")) == BOTH


def test_it_works_in_a_worktree_and_a_bare_repository(
    pull: Path, rules: Judge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), "pull")
    monkeypatch.chdir(tmp_path / "tree" / "specs")
    assert rules("v1") == BOTH
    git("clone", "--quiet", "--bare", str(pull), str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")
    assert rules("v1:specs", "pull:specs") == BOTH
    assert rules("v1") == []


@pytest.mark.parametrize("attack", ["unborn", "empty", "file", "unreadable", "shallow"])
def test_a_repository_that_is_not_whole_ends_in_one_line(
    pull: Path, attack: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if attack == "shallow":
        git("clone", "--quiet", "--depth", "1", "--branch", "pull", f"file://{pull}", str(tmp_path / "shallow"))
        monkeypatch.chdir(tmp_path / "shallow")
    else:
        shutil.rmtree(".git")
        if attack == "unborn":
            git("init", "--quiet")
        elif attack == "file":
            Path(".git").write_text("rubbish")
        else:
            Path(".git").mkdir(mode=0 if attack == "unreadable" else 0o755)
    assert main(["changes", "HEAD~1"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 2, said.err
    assert said.err.startswith("HEAD~1: error: ")
    if attack == "file":
        assert said.err.splitlines()[0] == BAD["refused"].format(root=pull)


def test_without_git(pull: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(pull / "nowhere"))
    assert main(["changes", "HEAD"]) == 1
    assert "[revision-no-git]" in capsys.readouterr().err
    assert main(["changes", "./specs"]) == 0


# --- Accepted changes. -----------------------------------------------------------------------------------------------


def listings(locale: str) -> list[str]:
    page = (REPOSITORY / "generated" / "docs" / locale / "changes.md").read_text("utf-8")
    return [part.partition("```")[0] for part in page.split("```yaml\n")[1:]]


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
@pytest.mark.parametrize("form", ["text", "markdown", "json", "github"])
@pytest.mark.usefixtures("pull")
def test_the_documented_file_accepts_and_each_report_says_so(
    locale: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    [text] = listings(locale)
    name = text.splitlines()[0].removeprefix("# ")
    Path(name).write_text(text, "utf-8")
    assert main(["changes", "origin/main", "--fail-on", "risky", "--format", form]) == 0
    said = capsys.readouterr()
    assert "The vendor announced in May that 3:2 goes." in said.out
    assert "Announced to all customers by mail." in said.out
    assert said.err == ""
    Path(name).write_text(text.replace("aspect_ratio", "size"), "utf-8")
    assert main(["changes", "origin/main", "--fail-on", "breaking", "--format", form]) == 1
    assert "[ignore-unused]" in capsys.readouterr().err


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
@pytest.mark.usefixtures("pull", "remembered")
def test_what_the_documented_file_accepts_counts_for_a_release(locale: str, capsys: pytest.CaptureFixture[str]) -> None:
    [text] = listings(locale)
    Path(text.splitlines()[0].removeprefix("# ")).write_text(text.replace("aspect_ratio", "size"), "utf-8")
    assert main(["release", "--base", "v1", "--dry-run"]) == 0
    assert "since v1: 1 breaking, 1 risky" in capsys.readouterr().out
