"""Categories are rows of the platform spec: a case that has more of them, from its specs to a saved file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from client.generated_package import run
from commands.test_cases import CASES, replace_texts
from rivya_codegen.cli import main
from rivya_codegen.contract.names import is_taken_by_client
from rivya_codegen.spec.categories import DRAWN_TYPES, CategorySpec

PROGRAM = """
import sys
from pathlib import Path
from rivya import Rivya, RivyaError
from rivya.emulator import Emulator

def told(call, *arguments, **keywords):
    try:
        call(*arguments, **keywords)
    except RivyaError as error:
        print(str(error).splitlines()[0])

out = Path(sys.argv[1])
with Emulator(job_seconds=0.01) as emulator, Rivya(emulator.key, base_url=emulator.url) as client:
    [vase] = client.three_d.shaper_1.create("A vase", polygons=2000).wait().save(out, name="vase")
    content = vase.read_bytes()
    print(vase.name, content[:4], int.from_bytes(content[8:12], "little") == len(content))
    [poem] = client.text.writer_9.create("A poem").wait().save(out)
    print(poem.suffix, poem.read_text("utf-8"), end="")
    told(client.three_d.shaper_1.create, "A vase", polygons=1)
    told(client.files.create, vase)
    reply = client.talk.host_1.send("Hello", warmth=0.5)
    print("Hello" in reply.text, client.talk.send("Hi", model="host-1").model, client.chat.create({"model": "host-1", "message": "Hi"}).model)
    told(client.generations.create, {"model": "host-1", "prompt": "Hi"})
    told(client.chat.create, {"model": "shaper-1", "message": "Hi"})
    print(hasattr(client, "scent"))
    print(client.three_d.shaper_1.table.category, sorted({row.category for row in client.models.list().data}))
"""


@pytest.fixture
def categories(project: Path) -> Path:
    """The project with the specs of the case, and the package that is made from them."""
    shutil.copytree(CASES / "categories" / "specs", project / "specs", dirs_exist_ok=True)
    replace_texts(CASES / "categories", project)
    assert main(["generate", "--out", "out"]) == 0
    return project


def test_from_a_row_to_a_file(categories: Path, tmp_path: Path) -> None:
    printed = run(categories / "out", "-c", PROGRAM, str(tmp_path / "files")).splitlines()
    assert printed == [
        "vase.glb b'glTF' True",
        ".txt The keeper lit the lamp.",
        "polygons: 1 is below the minimum of 1000",
        "source: model files are not accepted; allowed kinds: image, video, audio",
        "True host-1 host-1",
        "model: Host 1 is not called by generations.create; it is called by chat.completions.create",
        "model: Shaper 1 is not called by chat.completions.create; it is called by generations.create",
        "False",
        "3d ['3d', 'talk', 'text']",
    ]


def test_the_verbs(categories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["list", "--category", "3d"]) == 0
    assert re.findall(r"^[a-z]\S+", capsys.readouterr().out, re.MULTILINE) == ["shaper-1"]
    assert main(["list", "--category", "3dd"]) == 1
    assert '"3dd" is not a category (did you mean "3d"?)' in capsys.readouterr().err
    assert main(["new", "shaper-2", "--category", "3d"]) == 0
    assert "category: 3d" in (categories / "specs" / "models" / "shaper-2.yaml").read_text("utf-8")


def test_what_the_generator_knows_of_the_runtime(categories: Path) -> None:
    """The media types that the emulator makes without a sample, and the attributes that no category can have."""
    known = (
        "from rivya import AsyncRivya, Rivya; from rivya.emulator._results.results import MAKERS; "
        "base = {*dir(Rivya.__base__), *dir(AsyncRivya.__base__)} - {'chat'}; "
        "print(*sorted(MAKERS)); print(*sorted(name for name in base if name[0] != '_'))"
    )
    drawn, attributes = run(categories / "out", "-c", known).splitlines()
    assert drawn.split() == sorted(DRAWN_TYPES)
    row = CategorySpec(text={"en": "Any"}, deadline=1, results=["image/png"])
    assert [name for name in attributes.split() if not is_taken_by_client(name, row)] == []
