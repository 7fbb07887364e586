"""Random specs of the whole language of parameters, valid ones, and random requests for them, right and wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from changes.trees import real_specs
from rivya_codegen.checks.condition_cases import check_condition_cases
from rivya_codegen.checks.conditions import check_conditions
from rivya_codegen.checks.limits import check_limits
from rivya_codegen.checks.subject import Subject
from rivya_codegen.contract.contract import Contract
from rivya_codegen.source.inputs import TextFile
from rivya_codegen.source.parse import parse_file
from rivya_codegen.spec.model import ModelSpec

KEYS = ("size", "voice-settings", "model", "class", "a.b", "seed", "Tags", "lines", "x1", "format")
PATTERNS = (
    ("[A-Z]{2}-[0-9]+", "AB-1", "ab"),
    ("(red|green|blue)(, (red|green|blue))*", "red, blue", "red,blue"),
    ("[^/]+(/[^/]+)?", "a/b", "/"),
)
JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    0.5,
    1.5,
    3,
    7,
    16,
    1e3,
    "",
    "x",
    "1",
    "true",
    [],
    {},
    [1],
    ["a", "a"],
    {"x": 1},
)


def number(chance: Random) -> dict[str, Any]:
    """Return a number with limits that leave some."""
    low = chance.choice([-3, 0, 0.5, 2])
    high = low + chance.choice([1, 4, 7.5, 100])
    row: dict[str, Any] = {"type": "number"}
    way = chance.choice(["free", "options", "range", "range", "steps", "multiples", "integers"])
    if way == "options":
        row["options"] = chance.sample([-1, 0, 0.25, 1, 5, 10, 24], chance.randint(1, 4))
        return row
    if way != "free":
        row |= {chance.choice(["min", "exclusive_min"]): low, chance.choice(["max", "exclusive_max"]): high}
    if way == "steps":
        row["step"] = chance.choice([0.25, 0.5])
        if "max" in row:
            row["max"] = low + row["step"] * int((high - low) / row["step"])
    if way == "multiples" and low % 0.75:
        row["multiple_of"] = 0.75
    if way == "integers":
        row |= {"integer": True, **{key: high + 3 for key in ("max", "exclusive_max") if key in row}}
        row = {key: value if isinstance(value, bool | str) else int(value // 1) for key, value in row.items()}
    return row


def text(chance: Random) -> dict[str, Any]:
    """Return a text, with a form or bounds of its length."""
    row: dict[str, Any] = {"type": "text"}
    way = chance.choice(["free", "lengths", "format", "pattern"])
    if way == "lengths":
        row |= {"min_length": chance.randint(0, 3), "max_length": chance.randint(3, 20)}
    if way == "format":
        row["format"] = chance.choice(["url", "color", "date", "language"])
    if way == "pattern":
        row["pattern"] = dict(zip(("expression", "example", "counterexample"), chance.choice(PATTERNS), strict=True))
    return row


def null(chance: Random) -> dict[str, Any]:
    """Return whether a parameter or an entry may be null."""
    return {"nullable": True} if chance.random() < 0.3 else {}


def parameter(chance: Random, depth: int) -> dict[str, Any]:
    """Return a parameter of any kind; objects and lists only so deep."""
    kind = chance.choice(["number", "text", "boolean", "select", *(["object", "array", "array"] if depth else [])])
    if kind == "select":
        return {
            "type": "select",
            "options": chance.sample(["a", "b", "true", "false", "1:1", "5"], chance.randint(1, 4)),
        }
    if kind == "object":
        return {"type": "object", "fields": parameters(chance, depth - 1)}
    if kind == "array":
        row: dict[str, Any] = {"type": "array", "items": parameter(chance, depth - 1) | null(chance)}
        if chance.random() < 0.5:
            row["min_items"] = chance.randint(0, 2)
        if chance.random() < 0.5:
            row["max_items"] = chance.randint(2, 4)
        if chance.random() < 0.4 and row.get("min_items", 0) < 2:
            row["unique"] = True
        return row
    return {"number": number, "text": text, "boolean": lambda _: {"type": "boolean"}}[kind](chance)


def parameters(chance: Random, depth: int) -> dict[str, Any]:
    """Return one to four parameters, some of them required."""
    rows = {key: parameter(chance, depth) | null(chance) for key in chance.sample(KEYS, chance.randint(1, 4))}
    return {key: row | usage(chance, row) for key, row in rows.items()}


def usage(chance: Random, row: dict[str, Any]) -> dict[str, Any]:
    """Return that a parameter is required, or what it is by default."""
    if chance.random() < 0.3:
        return {"required": True}
    options = row.get("options", [True, False] if row["type"] == "boolean" else [])
    return {"default": chance.choice(options)} if options and chance.random() < 0.5 else {}


def asked(chance: Random, row: dict[str, Any]) -> Any:
    """Return what a condition asks of a parameter."""
    way = chance.random()
    if way < 0.2 or row["type"] in {"array", "object", "text"}:
        return chance.choice(["given", "absent"])
    if row["type"] == "number" and way < 0.7:
        low = chance.choice(["min", "exclusive_min"])
        bounds = {
            low: chance.choice([-1, 0, 0.5, 1, 3]),
            chance.choice(["max", "exclusive_max"]): chance.choice([2, 4, 7.5]),
        }
        return {key: bounds[key] for key in chance.sample(list(bounds), chance.randint(1, 2))}
    options = row.get("options", [True, False] if row["type"] == "boolean" else [0, 1, 2.5])
    return chance.sample(options, chance.randint(1, max(1, len(options) - 1)))


def condition(chance: Random, data: dict[str, Any]) -> dict[str, Any]:
    """Return a condition between parameters, their fields, the prompt and the references; not always one that says something."""
    plain = dict(reachable(data["params"]))
    keys = chance.sample(list(plain), min(len(plain), chance.randint(0, 2)))
    when: dict[str, Any] = {"params": {key: asked(chance, plain[key]) for key in keys}} if keys else {}
    if "references" in data and chance.random() < 0.3:
        files = {chance.choice(["min", "max"]): chance.randint(0, 3), **chance.choice([{}, {"kind": "image"}])}
        when["references"] = chance.choice(["given", "absent", files])
    if "prompt" in data and chance.random() < 0.2:
        when["prompt"] = chance.choice(["given", "absent"])
    follows = chance.choice(["no_effect", "require", "forbid", "exactly_one_of", "at_most_one_of", *["limit"] * 3])
    free = [key for key in plain if key not in keys]
    said = [*free, *(key for key in ("prompt", "references") if key in data and follows != "no_effect")]
    if follows == "limit":
        return {"when": when, "limit": limits(chance, data, chance.sample(free, min(len(free), 1)), plain)}
    count = chance.randint(2, 3) if follows.endswith("one_of") else chance.randint(1, 2)
    return ({"when": when} if when else {}) | {follows: chance.sample(said, min(len(said), count))}


def limit(chance: Random, row: dict[str, Any]) -> dict[str, Any]:
    """Return what narrows a parameter; not always narrower."""
    options = row.get("options", [])
    if options and chance.random() < 0.8:
        kept = chance.sample(options, chance.randint(1, len(options)))
        return {"options": kept, **({"default": chance.choice(kept)} if chance.random() < 0.4 else {})}
    bounds = {
        "number": ("min", "exclusive_max"),
        "text": ("min_length", "max_length"),
        "array": ("min_items", "max_items"),
    }
    return {chance.choice(bounds.get(row["type"], ("min", "max"))): chance.choice([1, 2, 3, 12])}


def limits(chance: Random, data: dict[str, Any], keys: list[str], plain: dict[str, Any]) -> dict[str, Any]:
    """Return what narrows some of what a request has."""
    found: dict[str, Any] = {"params": {key: limit(chance, plain[key]) for key in keys}} if keys else {}
    if "prompt" in data and chance.random() < 0.3:
        found["prompt"] = {"max_length": chance.choice([5, 30])}
    if "references" in data and chance.random() < 0.3:
        found["references"] = chance.choice(
            [{"max_files": 2}, {"kinds": ["image"]}, {"max_files": 1, "kinds": ["video"]}]
        )
    return found


def reachable(rows: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield parameters and fields of objects that conditions can speak of."""
    for key, row in rows.items():
        yield above + key, row
        yield from reachable(row["fields"], f"{above}{key}.") if row["type"] == "object" else ()


def paths(rows: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the paths of parameters and fields, with what they are, or their entries are."""
    for key, row in rows.items():
        entry = row
        while entry["type"] == "array":
            entry = entry["items"]
        yield above + key, entry
        yield from paths(entry.get("fields", {}), f"{above}{key}.")


def counted(rows: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield what prices can count, as `per` and a path: numbers and lists outside of lists, and texts anywhere."""
    for key, row in rows.items():
        entry = row
        while entry["type"] == "array":
            entry = entry["items"]
        if row["type"] == "number":
            yield from (("second", above + key), ("image", above + key))
        if row["type"] == "array":
            yield "image", above + key
        if entry["type"] == "text":
            yield "character", above + key
        inside = counted(entry.get("fields", {}), f"{above}{key}.")
        yield from (one for one in inside if row["type"] == "object" or one[0] == "character")


def prices(params: dict[str, Any], chance: Random) -> list[dict[str, Any]]:
    """Return prices of what there is, none of which says the same as another."""
    selects = [key for key, row in params.items() if row["type"] == "select" and len(row["options"]) > 1]
    whens = [{"params": {key: chance.sample(params[key]["options"], 1)}} for key in selects]
    rows: list[dict[str, Any]] = [{"credits": 0.5}]
    for per, path in counted(params):
        row: dict[str, Any] = {"credits": chance.choice([0.1, 1, 2.25]), "per": per, "of": [path]}
        if chance.random() < 0.4:
            row["every"] = chance.choice([2, 5, 0.3])
        if whens and chance.random() < 0.3:
            row["when"] = chance.choice(whens)
        rows += [row] if chance.random() < 0.6 else []
    rows += [{"times": chance.choice([2, 0.9]), "when": when} for when in whens if chance.random() < 0.5]
    rows += [{"undocumented": True, "when": whens[0]}] if whens and chance.random() < 0.3 else []
    return rows if len(rows) > 1 and chance.random() < 0.8 else []


def options_with_more(params: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Mark some options of parameters as deprecated, and return texts of some options by their paths."""
    for row in params.values():
        names = [str(option) for option in row.get("options", ()) if option != row.get("default")]
        if chance.random() < 0.5 and len(names) > 1:
            row["deprecated_options"] = {names[0]: {"since": "2026-05-11", "instead": names[1]}}
    told = {path: list(map(str, row["options"])) for path, row in paths(params) if "options" in row}
    return {
        path: {chance.choice(names): {"text": "An option."}} for path, names in told.items() if chance.random() < 0.5
    }


def spec(number: int) -> dict[str, Any]:
    """Return the data of a spec; the same for the same number. Its base credits may not be those of its prices."""
    chance = Random(number)
    params = parameters(chance, 3)
    prompt = {"required": chance.random() < 0.3} if chance.random() < 0.6 else None
    references = {"max_files": 3, "files": {"image": {}, "video": {}}} if chance.random() < 0.6 else None
    options = options_with_more(params, chance)
    about = {path: "A value." for path, _ in paths(params)}
    return {
        "id": f"random-{number}",
        "name": f"Random {number}",
        "category": "video",
        "availability": "available",
        "input_status": "available_text",
        "inputs": ["text", "file"] if references else ["text"],
        "files_api": "required" if references else "not_required",
        "credits": {"base": 1, "billing": "METERED", "prices": prices(params, Random(number))},
        **({"prompt": prompt} if prompt else {}),
        "params": params,
        **({"references": references} if references else {}),
        "source": {"url": "https://rivya.ai/docs/api/models/random", "reviewed": "2026-05-11"},
        "text": {
            "en": {
                "summary": "Random.",
                "params": about,
                "options": options,
                **({"reference_rule": "Files."} if references else {}),
            }
        },
    }


CONDITIONS = 12


def with_conditions(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a spec with conditions, as many of some random ones as say something together."""
    chance = Random(data["id"])
    for _ in range(CONDITIONS):
        rows = [*data.get("conditions", []), condition(chance, data)]
        text = data["text"]["en"] | {"conditions": ["A rule."] * len(rows)}
        more = {**data, "conditions": rows, "text": {"en": text}}
        spec, document = parse_file(TextFile("", "", json.dumps(more)), ModelSpec)
        subject = Subject(Contract(spec, real_specs().platform), document)
        rules = (check_conditions, check_limits, check_condition_cases)
        if not any(problem for rule in rules for problem in rule(subject)):
            data = more
    return data


def changed(value: Any, chance: Random) -> Any:
    """Return a request with one thing in its parameters replaced, left out, added or doubled, at any depth."""
    value = deepcopy(value)
    owner, place = value, "params"
    # What is in a reference has rules of its own, which no schema can say all of.
    while (
        place != "referenceMediaItems"
        and isinstance(inner := owner[place], dict | list)
        and inner
        and chance.random() < 0.75
    ):
        owner, place = inner, chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
    way = chance.choice(["junk", "junk", "drop", "double", "add"])
    if way == "drop" and isinstance(owner, dict) and place != "params":
        del owner[place]
    elif way == "double" and isinstance(owner[place], list) and owner[place]:
        owner[place].append(deepcopy(owner[place][0]))
    elif way == "add" and isinstance(owner[place], dict):
        owner[place][chance.choice(KEYS)] = deepcopy(chance.choice(JUNK))
    elif isinstance(owner[place], str) and chance.random() < 0.5:
        owner[place] += chance.choice(["x", "1", " ", "/"])
    elif isinstance(owner[place], int | float) and not isinstance(owner[place], bool):
        owner[place] = json.loads(json.dumps(owner[place] + chance.choice([1, -1, 0.25, 0.5, 1000])))
    else:
        owner[place] = deepcopy(chance.choice(JUNK))
    return value
