"""The demo: from the text of a model page to a picture on disk, told step by step. `make demo` runs it."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rivya import PollPolicy, Rivya
from rivya.emulator import Emulator
from rivya_codegen.importer import Page, import_pages
from rivya_codegen.output.spec_files import write_spec_files
from rivya_codegen.output.write import write_tree
from rivya_codegen.pipeline import run
from rivya_codegen.problems.problem import ProblemsFound
from rivya_codegen.source.load import load_inputs
from rivya_codegen.source.settings import Settings

ROOT = Path(__file__).parent.parent
MODEL = "grok-imagine"
REVIEWED = date(2026, 5, 11)
PROMPT = "A clean editorial product image on a soft studio background"


def say(step: str, text: str) -> None:
    print(f"  {step:<9} {text}")


def import_and_compare(folder: Path) -> Path:
    """Import the pages of the model into an empty folder and compare the spec with the committed one."""
    pages = [ROOT / "tests" / "pages" / f"{MODEL}.{locale}.md" for locale in ("en", "zh-Hant")]
    for page in pages:
        lines = len(page.read_text("utf-8").splitlines())
        say("read", f"{page.relative_to(ROOT)}  ({lines} lines)")
    specs = folder / "specs"
    sources = [Page(page.name, page.read_bytes()) for page in pages]
    write_spec_files(import_pages(sources, specs, reviewed=REVIEWED))
    written = specs / "models" / f"{MODEL}.yaml"
    (again,) = import_pages(sources, ROOT / "specs", reviewed=REVIEWED)
    lines = len(written.read_text("utf-8").splitlines())
    verdict = "says what" if not again.changes else "DIFFERS FROM what"
    say("spec", f"{written.name} written, {lines} lines; it {verdict} specs/models/{written.name} says")
    if again.changes:
        sys.exit("the committed spec is not what the pages say")
    for name in ("platform.yaml", "wire"):
        (specs / name).symlink_to(ROOT / "specs" / name)
    return specs


def generate(specs: Path, output: Path) -> None:
    """Check the spec and generate everything from it."""
    started = time.perf_counter()
    result = run(*load_inputs(Settings(specs=specs, output=output)))
    write_tree(output, result.changed, result.stale)
    seconds = time.perf_counter() - started
    say("check", "the spec is consistent: ranges, options, MIME types, names, examples")
    say("generate", f"{len(result.files)} files in {seconds:.1f} s: client, docs, schema, vectors, catalogue")


def call(folder: Path) -> list[Path]:
    """Start the emulator and call the model through the typed client."""
    with Emulator() as emulator, Rivya(emulator.key, base_url=emulator.url, poll=PollPolicy(0.1, 0.2, 0.2)) as client:
        say("emulator", f"listening on {emulator.url}, wallet {client.credits.balance():g} credits")
        job = client.image.grok_imagine.create(PROMPT, aspect_ratio="16:9")
        say("create", f"job {job.id}: {job.status}, {job.reserved_credits:g} credits reserved")
        seen = [str(job.status)]

        def note(job: object) -> None:
            status = str(getattr(job, "status", ""))
            if status != seen[-1]:
                seen.append(status)

        job.wait(on_update=note)
        say("wait", " -> ".join(seen) + f", {job.final_credits:g} credits charged, {client.credits.balance():g} left")
        return job.save(folder)


def main() -> None:
    """Tell the story."""
    print(f"From the page of {MODEL} to a picture:\n")
    with tempfile.TemporaryDirectory() as folder:
        specs = import_and_compare(Path(folder))
        generate(specs, Path(folder) / "generated")
    for path in call(ROOT / "out"):
        say("saved", f"{path.relative_to(ROOT)}  ({path.stat().st_size:,} bytes)")


if __name__ == "__main__":
    try:
        main()
    except ProblemsFound as found:
        sys.exit(str(found))
