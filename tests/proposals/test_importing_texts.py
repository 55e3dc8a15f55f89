"""Text files to import: separators, quotes, encodings, headers, JSON Lines."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cocreation.core.i18n import translator
from cocreation.proposals.importing import tables
from cocreation.proposals.importing.csvfile import read_csv
from cocreation.proposals.importing.encodings import is_text_encoding
from cocreation.proposals.importing.faults import Faulty
from cocreation.proposals.importing.lines import read_jsonl
from cocreation.proposals.importing.mapping import COMMENT_FIELDS, ENTRIES, PROPOSAL_FIELDS, Mapped, load, resolve
from tests.architecture.tree import ROOT
from tests.proposals.files import csv_file, json_lines

ENGLISH = translator("en")


def faults_of(read: Callable[[], tables.Table]) -> list[str]:
    try:
        return [fault.words(ENGLISH) for fault in read().faults]
    except Faulty as error:
        return error.lines(ENGLISH)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(tmp_path: Path, separator: str, newline: str) -> None:
    rows = [["id", "title", "body"], ["1", '"L’eau, la santé; et\tle reste"', "deux"], ["2", "Écoles", '"a\nb"']]
    table = read_csv(csv_file(tmp_path, newline.join(separator.join(row) for row in rows)))
    assert table.headers == ["id", "title", "body"]
    assert table.rows[0].cells["title"] == "L’eau, la santé; et\tle reste"
    assert [row.line for row in table.rows] == [2, 3]
    assert table.rows[1].cells["body"] == "a\nb"
    assert table.faults == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf8_and_marked_utf16_are_read_without_being_asked(tmp_path: Path, encoding: str) -> None:
    table = read_csv(csv_file(tmp_path, "المعرف;العنوان\n1;الحكومة المنفتحة\n", encoding=encoding))
    assert table.headers == ["المعرف", "العنوان"]
    assert resolve("proposals", table.headers, Mapped()).headers == {"id": "المعرف", "title": "العنوان"}


def test_another_encoding_is_refused_with_the_rows_in_three(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "id;title\n1;الحكومة المنفتحة\n2;à la mairie\n", encoding="cp1256")
    found = faults_of(lambda: read_csv(path))
    assert "byte" in found[0]
    assert "--encoding NAME" in found[0]
    assert [line.split(":")[0] for line in found[1:]] == ["cp1252", "cp1256", "mac_roman"]
    assert "الحكومة المنفتحة" in found[2]
    assert "الحكومة" not in found[1]
    assert read_csv(path, "cp1256").rows[0].cells["title"] == "الحكومة المنفتحة"


def test_utf16_without_its_mark_is_no_text(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "id;title\n1;deux mots\n", encoding="utf-16-le")
    found = faults_of(lambda: read_csv(path))
    assert "NUL" in found[0]
    assert "deux mots" in next(line for line in found if line.startswith("utf-16-le"))
    assert read_csv(path, "utf-16-le").rows[0].cells["title"] == "deux mots"


def test_a_named_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "id;title\n1;الحكومة\n")
    assert "not in the encoding ascii" in faults_of(lambda: read_csv(path, "ascii"))[0]
    assert is_text_encoding("cp1256")
    assert not is_text_encoding("base64")
    assert not is_text_encoding("no-such")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id;title;title\n1;a;b\n", "the header «title» stands twice"),
        ('id;title\n1;"jamais fermé\n2;b\n', "line 2: a quotation mark opened here is never closed"),
        ('id;title\n1;"fermé" puis la suite\n', "line 2: a cell goes on after its closing quotation mark"),
        ("id;title\n1;a;b;c\n", "line 2: 4 cells where the header has 2"),
        ("id;title;body\n1;a\n", "line 2: 2 cells where the header has 3"),
        ("id;title;\n1;a;b\n", "line 2: 3 cells where the header has 2"),
        ("id;;title\n1;a;b\n", "column 2 holds values and has no header"),
        ("id;title\n", "the file has a header and no row"),
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    assert any(reason in line for line in faults_of(lambda: read_csv(csv_file(tmp_path, text))))


def test_a_long_cell_is_read_and_an_endless_one_is_named(tmp_path: Path) -> None:
    assert len(read_csv(csv_file(tmp_path, f"id;title\n1;{'a' * 200_000}\n")).rows[0].cells["title"]) == 200_000
    found = faults_of(lambda: read_csv(csv_file(tmp_path, f"id;title\n1;{'a' * 1_000_001}\n")))
    assert "longer than any text can be" in found[0]


def test_formulas_and_phone_numbers_stay_as_typed(tmp_path: Path) -> None:
    cells = ["=cmd|' /C calc'!A0", "+212600000000", "-اقتراح", "@ع", "＝1+1"]
    text = "id;title\n" + "".join(f'{place};"{cell}"\n' for place, cell in enumerate(cells))
    assert [row.cells["title"] for row in read_csv(csv_file(tmp_path, text)).rows] == cells


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\x89PNG\r\n\x1a\n", "a picture"), (b"PK\x03\x04", "an Office file"), (b"<html>", "a web")]
)
def test_content_that_is_no_text_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    for name, read in (("ideas.csv", read_csv), ("ideas.jsonl", read_jsonl)):
        (tmp_path / name).write_bytes(content + b"x" * 100)
        assert kind in faults_of(lambda read=read, name=name: read(tmp_path / name))[0]


def test_limits_of_size_and_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = csv_file(tmp_path, "id;title\n" + "".join(f"{number};mot\n" for number in range(100_001)))
    assert "more than 100000 rows" in faults_of(lambda: read_csv(path))[0]
    lines = tmp_path / "ideas.jsonl"
    lines.write_text("{}\n" * 100_001)
    assert "more than 100000 rows" in faults_of(lambda: read_jsonl(lines))[0]
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(50_000_001)
    assert "larger than 50 MB" in faults_of(lambda: read_csv(tmp_path / "big.csv"))[0]


def test_json_lines_name_each_faulty_line(tmp_path: Path) -> None:
    path = tmp_path / "ideas.jsonl"
    lines = [
        '{"id": 1}',
        "{",
        "[1]",
        '{"id": 1, "id": 2}',
        '{"id": NaN}',
        "[" * 100_000,
        "",
        '{"id": 7, "é": "\u2028"}',
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    table = read_jsonl(path)
    assert [(fault.line, fault.message) for fault in table.faults] == [
        (2, "this line is not JSON"),
        (3, "this line is not a JSON object"),
        (4, "the name «%(name)s» stands twice"),
        (5, "this line is not JSON"),
        (6, "this line is not JSON"),
    ]
    assert [row.line for row in table.rows] == [1, 8]
    assert table.headers == ["id", "é"]


def test_a_file_without_one_line_that_can_be_read_names_the_lines_and_no_column(tmp_path: Path) -> None:
    path = tmp_path / "ideas.jsonl"
    path.write_text('{"id": 1,\n"title": "Une idée"}\n', encoding="utf-8")
    assert faults_of(lambda: read_jsonl(path)) == ["line 1: this line is not JSON", "line 2: this line is not JSON"]


def test_columns_are_known_by_their_usual_names() -> None:
    found = resolve("proposals", ["Identifiant", "Titre", "Thème", "lang", "votes"], Mapped())
    assert found.headers == {"id": "Identifiant", "title": "Titre", "theme": "Thème", "language": "lang"}
    assert found.unread == ["votes"]


def test_missing_mistyped_and_misplaced_headers_are_named() -> None:
    with pytest.raises(Faulty) as caught:
        resolve("proposals", ["id", "tittle", "regoin"], Mapped())
    found = caught.value.lines(ENGLISH)
    assert any(line.startswith("no column gives the title") for line in found)
    assert any("«regoin» is not known; did you mean «region»" in line for line in found)
    with pytest.raises(Faulty) as caught:
        resolve("proposals", ["Consultation de 2020"], Mapped(), [(3, ["id", "Titre"])])
    assert "line 3" in caught.value.lines(ENGLISH)[-1]
    assert resolve("proposals", ["id", "title", "regoin"], Mapped(ignore=frozenset({"regoin"}))).unread == []


def test_mappings_are_read_in_toml_and_json(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(
        'channel = "paper"\nhtml = ["body"]\n[columns]\ntitle = "Objet"\n[themes]\n"Accès à l’info" = "acces"\n'
        '[states]\ntrue = "refused"\n[defaults]\ndate = 2020-10-01\n',
        encoding="utf-8",
    )
    mapped = load(tmp_path / "map.toml")
    assert mapped.columns == {"title": "Objet"}
    assert mapped.code("themes", "ACCÈS à l'info") == "acces"
    assert (mapped.defaults, mapped.channel, mapped.html) == ({"date": "2020-10-01"}, "paper", {"body"})
    json_lines(tmp_path, [{"states": {"true": "refused"}}], "map.json")
    assert load(tmp_path / "map.json").code("states", "true") == "refused"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[columns", "neither TOML nor JSON"),
        ('[column]\ntitle = "x"', "«column» that is not known"),
        ("[columns]\ntitle = 3", "should hold a table"),
        ('html = "body"', "should hold a list"),
        ("channel = []", "should hold one word"),
        ('[themes]\nx = ["y"]', "should hold a table"),
    ],
)
def test_a_broken_mapping_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "map.toml").write_text(text)
    with pytest.raises(Faulty) as caught:
        load(tmp_path / "map.toml")
    assert reason in caught.value.lines(ENGLISH)[0]


def test_a_mapping_must_name_what_exists() -> None:
    with pytest.raises(Faulty) as caught:
        resolve("proposals", ["id", "title"], Mapped(columns={"titel": "title", "body": "Texte"}))
    found = caught.value.lines(ENGLISH)
    assert "field «titel»" in found[0]
    assert "column «Texte»" in found[1]


def test_a_hundred_faults_are_written_out_and_the_others_counted() -> None:
    faults = [tables.Fault("the file is empty", line=number) for number in range(1, 151)]
    found = Faulty(list(reversed(faults))).lines(ENGLISH)
    assert len(found) == 101
    assert found[0].startswith("line 1:")
    assert found[-1] == "and 50 faults more"


def test_the_mappings_of_the_documentation_can_be_used(tmp_path: Path) -> None:
    text = (ROOT / "docs/imports.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    for place, block in enumerate(blocks):
        (tmp_path / f"{place}.toml").write_text(block, encoding="utf-8")
        mapped = load(tmp_path / f"{place}.toml")
        headers = ["id", "title", "body", "date", *mapped.columns.values(), *mapped.ignore]
        assert resolve("proposals", list(dict.fromkeys(headers)), mapped).headers["theme"] == "label"


def test_the_documentation_names_every_field_and_part() -> None:
    text = (ROOT / "docs/imports.md").read_text(encoding="utf-8")
    for name in (*PROPOSAL_FIELDS, *COMMENT_FIELDS, *ENTRIES):
        assert f"`{name}`" in text or f"[{name}]" in text, name
