"""Functions and files stay small enough to be read at once."""

import statistics

from tests.architecture.tree import functions, python_files, shown


def test_no_function_is_longer_than_forty_lines() -> None:
    lengths = dict(pair for path in python_files() for pair in functions(path))
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}


def test_most_functions_are_shorter_than_fifteen_lines() -> None:
    lengths = [lines for path in python_files(tests=False) for _, lines in functions(path)]
    assert statistics.median(lengths) < 12
    assert sum(lines < 15 for lines in lengths) / len(lengths) > 0.7


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    counts = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: lines for name, lines in counts.items() if lines > 400} == {}
