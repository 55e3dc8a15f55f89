"""The files of the project, as the tests of its architecture read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLATFORM = ROOT / "platform"
PACKAGE = PLATFORM / "cocreation"


def rooms() -> list[str]:
    """Name the rooms: the packages of `cocreation`."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def python_files(*, tests: bool = True) -> list[Path]:
    """List the Python files of the project, migrations apart."""
    folders = [PLATFORM, ROOT / "tests"] if tests else [PLATFORM]
    found = [path for folder in folders for path in folder.rglob("*.py")]
    return sorted([*found, ROOT / "dev", *ROOT.glob("*.py")])


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Give the name and the number of lines of each function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{shown(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def imports(path: Path) -> set[str]:
    """Name the modules a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def shown(path: Path) -> str:
    """Write a path as seen from the root of the project."""
    return path.relative_to(ROOT).as_posix()
