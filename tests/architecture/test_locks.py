"""The locks hold everything the project asks for, each file by its hash, and name no place to fetch it from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["postgres"]]
WANTED = {
    "requirements.lock": [*RUN, *PROJECT["dependency-groups"]["build"]],
    "requirements-dev.lock": [*RUN, *PROJECT["dependency-groups"]["build"], *PROJECT["dependency-groups"]["dev"]],
}


def entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def versions(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        requirement = Requirement(entry.split("--hash")[0].strip())
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier).removeprefix("=="))
    return found


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_holds_what_the_project_asks_for(lock: str) -> None:
    locked = versions(lock)
    for each in map(Requirement, WANTED[lock]):
        name = canonicalize_name(each.name)
        assert name in locked, f"{name} is not in {lock}: ./dev lock"
        assert all(each.specifier.contains(version) for version in locked[name]), each


@pytest.mark.parametrize("lock", WANTED)
def test_every_entry_is_exact_hashed_and_without_an_address(lock: str) -> None:
    for entry in entries(lock):
        assert re.match(r"[a-z0-9.-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert not re.search(r"https?:|file:|--(?:extra-)?index|--find-links|@ ", (ROOT / lock).read_text(encoding="utf-8"))


def test_both_locks_hold_the_same_versions() -> None:
    development = versions("requirements-dev.lock")
    assert {name: development.get(name) for name in versions("requirements.lock")} == versions("requirements.lock")
