"""The house as its plan says: rooms, names, contracts and the folder called platform."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import PACKAGE, PLATFORM, ROOT, imports, python_files, rooms, shown

GATHERING = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
BARE = {"api", "cli", "core", "text"}


def contract(identifier: str) -> dict[str, list[str]]:
    return next(each for each in CONTRACTS if each["id"] == identifier)


def test_nothing_importable_stands_directly_in_platform() -> None:
    assert [shown(path) for path in PLATFORM.iterdir() if path.suffix in {".py", ".pyi", ".so"}] == []
    assert [path.name for path in PLATFORM.iterdir() if path.is_dir() and (path / "__init__.py").exists()] == [
        "cocreation"
    ]


def test_platform_is_pythons_own_even_when_started_from_the_root() -> None:
    program = "import platform, uuid; print(platform.python_implementation(), platform.__file__)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert str(ROOT / "platform") not in ran.stdout
    assert ran.stdout.split()[1].endswith("platform.py")


def test_the_contracts_between_rooms_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_every_room_is_under_every_contract_meant_for_it() -> None:
    inside = {name.removeprefix("cocreation.") for name in contract("inside")["containers"]}
    assert inside == set(rooms()) - BARE
    weightless = {name.removeprefix("cocreation.") for name in contract("learning-in-the-engine")["source_modules"]}
    assert weightless - {"settings"} == set(rooms()) - {"cli", "clustering", "api"}


def test_the_plan_in_the_docs_names_every_room_and_no_other() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)/` \|", text, flags=re.MULTILINE))
    assert named == set(rooms())


def test_the_plan_in_the_docs_draws_the_layers_of_the_contract() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    drawn = re.sub(r"[()`\s]", "", text.split("<!-- layers -->")[1].split("<!-- end -->")[0])
    assert drawn == "→".join(contract("rooms")["layers"]).translate({ord(char): None for char in "() "})


def test_every_room_says_what_it_is_for_and_nothing_else_in_its_first_file() -> None:
    for room in rooms():
        lines = (PACKAGE / room / "__init__.py").read_text(encoding="utf-8").strip()
        assert re.fullmatch(r'"""[^"]+"""', lines), f"{room}/__init__.py holds one docstring and no code"


def test_no_file_is_a_gathering_place() -> None:
    assert [shown(path) for path in python_files() if path.stem in GATHERING] == []


def test_no_pickle() -> None:
    banned = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal"}
    assert [shown(path) for path in python_files() if imports(path) & banned] == []


def test_templates_stand_in_a_folder_named_after_their_room() -> None:
    for room in set(rooms()) - {"core"}:
        strays = [shown(path) for path in (PACKAGE / room).glob("templates/*") if path.name != room]
        assert strays == []
