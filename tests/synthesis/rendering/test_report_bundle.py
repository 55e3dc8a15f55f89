"""The archive that stands alone: every file has its checksum, its first page leads to every file."""

import csv
import hashlib
import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import BUNDLED, FORMATS
from cocreation.synthesis.rendering.schema import schema
from tests.synthesis.rendering.reports import report


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with ZipFile(BytesIO(FORMATS["bundle"].render(report("fr", status="published")))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_has_its_checksum(files: dict[str, bytes]) -> None:
    lines = files["SHA256SUMS"].decode().splitlines()
    told = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    assert set(told) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[path]).hexdigest() == digest for path, digest in told.items())


def test_the_first_page_leads_to_every_file(files: dict[str, bytes]) -> None:
    leads = set(re.findall(r'<a href="([^"#:]+)" download>', files["index.html"].decode()))
    assert leads == set(files) - {"index.html", "README.txt", "SHA256SUMS"}
    readme = files["README.txt"].decode()
    assert all(lead in readme for lead in leads)


def test_the_files_are_those_of_the_version(files: dict[str, bytes]) -> None:
    whole = report("fr", status="published")
    for name in BUNDLED:
        assert files[FORMATS[name].filename(whole)] == FORMATS[name].render(whole), name
    assert files["data/ideas.csv"] == FORMATS["csv"].render(whole)


def test_every_table_of_data_is_in_the_dictionary(files: dict[str, bytes]) -> None:
    def rows(name: str) -> list[list[str]]:
        return list(csv.reader(StringIO(files[f"data/{name}.csv"].decode("utf-8-sig"), newline="")))

    told = {(row[0], row[1]) for row in rows("dictionary")[1:]}
    heads = [head for name in ("groups", "ideas", "participation", "remarks", "events") for head in rows(name)[0][:-1]]
    assert sorted(column for _, column in told) == sorted(heads)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_schema_knows_every_field_of_the_json(language: str) -> None:
    known = json.loads(schema())
    whole = json.loads(report(language, status="published").to_json())
    assert not list(strangers(whole, known, known["$defs"]))
    assert list(strangers({**whole, "colour": 1}, known, known["$defs"])) == ["colour"]
    assert ReportDocument.__name__ not in known["$defs"]


def strangers(value, kind, known):
    """The fields of a JSON that its schema does not name."""
    kind = known[kind["$ref"].rpartition("/")[2]] if "$ref" in kind else kind
    kind = next((one for one in kind.get("anyOf", [kind]) if one.get("type") != "null"), kind)
    if isinstance(value, list):
        for item in value:
            yield from strangers(item, kind["items"], known)
    elif isinstance(value, dict):
        fields = kind.get("properties") or known[kind["$ref"].rpartition("/")[2]]["properties"]
        yield from (name for name in value if name not in fields)
        for name, item in value.items():
            if name in fields:
                yield from strangers(item, fields[name], known)
