"""A file of lines in, a file of JSON out; a faulty line is named and nothing is written."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation.clustering.engine import FaultyLine, group_file, group_lines, main_group
from tests.clustering.engine.corpus import documents

LINES = [
    json.dumps({"id": d.id, "lang": "ar" if d.id[0] > "z" else "fr", "title": d.title, "body": d.body, "votes": 3})
    for d in documents()
]


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(LINES), seed=st.integers(0, 3))
def test_order_of_lines_never_counts(order: list[str], seed: int) -> None:
    assert group_lines(order, seed) == group_lines(LINES, seed)


def test_the_output_has_the_whole_schema() -> None:
    result = json.loads(group_lines(LINES, 4))
    assert set(result) == {
        "schema", "corpus_sha256", "parameters", "versions", "groups", "ungrouped", "notable", "duplicates", "map",
        "quality",
    }  # fmt: skip
    assert result["schema"] == "cocreation/grouping/1"
    assert result["parameters"]["seed"] == 4
    members = [key for group in result["groups"] for key in group["members"]]
    assert sorted(members + result["ungrouped"]) == sorted(document.id for document in documents())
    for group in result["groups"]:
        assert {"id", "parent", "title", "terms", "members", "representatives"} <= set(group)
        assert all(set(shown) == {"id", "excerpt"} for shown in group["representatives"])
    assert all(set(place) == {"id", "x", "y"} for place in result["map"])


def test_the_corpus_hash_is_over_rewritten_lines_in_order_of_id() -> None:
    objects = sorted((json.loads(line) for line in LINES), key=lambda value: value["id"])
    text = "".join(
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for value in objects
    )
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert json.loads(group_lines(LINES))["corpus_sha256"] == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"id": NaN}', "not JSON"),
        ("[]", "not a JSON object"),
        ('{"title": "x"}', "no id"),
        ('{"id": ""}', "no id"),
        ('{"id": []}', "the id is not text"),
        ('{"id": "b", "title": 5}', "«title» is not text"),
        ('{"id": "a"}', "the id 'a' is repeated"),
    ],
)
def test_a_faulty_line_is_named_and_no_file_is_written(line: str, reason: str, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.json"
    source.write_text('{"id": "a"}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(FaultyLine) as fault:
        group_file(source, out, 0)
    assert (fault.value.number, fault.value.reason) == (3, reason)
    assert list(tmp_path.iterdir()) == [source]


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"id": "a"}\n{"id": "\xe9"}\n')
    with pytest.raises(FaultyLine, match="line 2: not UTF-8"):
        group_file(source, tmp_path / "out.json", 0)


def test_a_file_is_grouped(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.json"
    source.write_text("\ufeff" + "\r\n".join(LINES), encoding="utf-8")
    assert main_group(str(source), str(out)) == 0
    assert out.read_bytes() == group_lines(LINES)
    assert main_group(str(source), str(tmp_path / "none" / "out.json")) == 1


def test_an_empty_file_gives_an_empty_grouping(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.json"
    source.write_bytes(b"")
    group_file(source, out)
    result = json.loads(out.read_bytes())
    assert (result["groups"], result["ungrouped"]) == ([], [])
    assert result["corpus_sha256"] == hashlib.sha256(b"").hexdigest()


def test_a_fault_makes_the_command_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a"}\n{"id": "a"}\n', encoding="utf-8")
    assert main_group(str(source), str(tmp_path / "out.json")) == 1
    assert "line 2: the id 'a' is repeated" in capsys.readouterr().err


def test_a_lone_surrogate_goes_through() -> None:
    result = json.loads(group_lines(['{"id": "\\ud800", "title": "eau \\ud800"}', '{"id": "b", "title": "eau"}']))
    assert "\ud800" in str(result["ungrouped"]) or result["groups"]
