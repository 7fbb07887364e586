"""The modules that users import from: what they show is for users, and showing it costs nothing."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest
import rivya
import rivya.budgets
import rivya.chat
import rivya.errors
import rivya.hooks
import rivya.jobs
import rivya.options

MODULES = (rivya.budgets, rivya.chat, rivya.errors, rivya.hooks, rivya.jobs, rivya.options)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_a_module_defines_is_private_or_listed(module: ModuleType) -> None:
    own = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    assert {name for name in own if not name.startswith("_")} <= {*module.__all__}
    assert dir(module) == sorted(module.__all__)
    for name in module.__all__:
        assert getattr(rivya, name, getattr(module, name)) is getattr(module, name)
    with pytest.raises(AttributeError, match=f"module '{module.__name__}' has no attribute 'nothing'"):
        _ = module.nothing


def test_every_error_is_listed() -> None:
    errors = {
        name
        for name in rivya.__all__
        if isinstance(value := getattr(rivya, name), type) and issubclass(value, Exception)
    }
    assert errors == {*rivya.errors.__all__}


def test_listed_names_are_loaded_when_they_are_used() -> None:
    program = (
        "import sys, rivya.errors, rivya.chat, rivya.jobs\n"
        "print(*[name for name in sys.modules if name.startswith(('rivya.jobs.', 'rivya.chat.', 'rivya.budgets'))])\n"
        "print(rivya.errors.JobFailedError.__module__, rivya.jobs.Job.__module__, rivya.chat.Reply.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\nrivya.jobs.errors rivya.jobs.job rivya.chat.conversation\n"


@pytest.mark.parametrize("owner", [rivya.Rivya, rivya.AsyncRivya])
def test_a_wrong_setting_names_the_client(owner: type[rivya.Rivya]) -> None:
    with pytest.raises(TypeError, match=rf"^{owner.__name__}\.__init__\(\) got an unexpected keyword argument 'key'"):
        owner(key="key")  # type: ignore[call-arg]
