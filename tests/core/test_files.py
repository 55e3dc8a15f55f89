"""Files: random names, whole or not at all, never outside their folder, and downloads in every script."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from cocreation.core.files import FileTooLarge, FolderStorage, NoSuchFile, Storage, content_disposition, shown_name
from tests.core.hostile import TEXTS, Hostile


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path / "files")


def files_in(storage: FolderStorage) -> list[Path]:
    return [path for path in storage.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("content", [b"", b"contenu", os.urandom(200_000)])
def test_what_is_saved_is_given_back(storage: Storage, content: bytes) -> None:
    for source in (content, io.BytesIO(content)):
        key = storage.save(source, suffix=".pdf")
        assert key.endswith(".pdf")
        assert storage.exists(key)
        with storage.open(key) as file:
            assert file.read() == content


def test_a_key_tells_nothing_and_never_repeats(storage: FolderStorage) -> None:
    keys = {storage.save(b"x") for _ in range(50)}
    assert len(keys) == 50
    assert {len(key.split("/")) for key in keys} == {3}


def test_a_deleted_file_is_gone_and_may_be_deleted_again(storage: FolderStorage) -> None:
    key = storage.save(b"x")
    storage.delete(key)
    storage.delete(key)
    assert not storage.exists(key)
    with pytest.raises(NoSuchFile):
        storage.open(key)


def test_a_file_too_large_leaves_nothing_behind(storage: FolderStorage) -> None:
    for source in (b"x" * 11, io.BytesIO(b"x" * 11)):
        with pytest.raises(FileTooLarge):
            storage.save(source, limit=10)
    assert files_in(storage) == []
    assert storage.exists(storage.save(b"x" * 10, limit=10))


def test_an_upload_cut_short_leaves_nothing_behind(storage: FolderStorage) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        storage.save(Cut())
    assert files_in(storage) == []


@pytest.mark.parametrize(
    "key",
    ["", ".", "..", "../../etc/passwd", "/etc/passwd", "ab/cd/../../../secret", "ab\\cd", "ab/cd/secret\x00",
     "ab/cd/" + "g" * 32, "00/00/" + "ab" * 16, "ab/ab/" + "ab" * 16 + ".P", "ab/ab/" + "ab" * 16 + "\n", "a" * 5000],
)  # fmt: skip
def test_no_key_leads_out_of_the_folder(storage: FolderStorage, tmp_path: Path, key: str) -> None:
    (tmp_path / "secret").write_text("secret")
    storage.save(b"x")
    assert not storage.exists(key)
    for ask in (storage.open, storage.delete):
        with pytest.raises(NoSuchFile):
            ask(key)
    assert (tmp_path / "secret").exists()


def test_a_link_out_of_the_folder_is_not_followed(storage: FolderStorage, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    key = storage.save(b"x")
    (storage.root / key).unlink()
    (storage.root / key).symlink_to(tmp_path / "secret")
    with pytest.raises(NoSuchFile):
        storage.open(key)


@pytest.mark.parametrize("suffix", ["pdf", ".", "./x", ".p/../x", ".PDF", "..", ".\x00", ". ", "." + "a" * 11])
def test_a_suffix_cannot_smuggle_a_path(storage: FolderStorage, suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        storage.save(b"x", suffix=suffix)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("rapport.pdf", 'attachment; filename="rapport.pdf"'),
        ("مقترح.pdf", "attachment; filename=\"document.pdf\"; filename*=UTF-8''%D9%85%D9%82%D8%AA%D8%B1%D8%AD.pdf"),
        (
            "Synthèse 2020.docx",
            "attachment; filename=\"Synthese 2020.docx\"; filename*=UTF-8''Synth%C3%A8se%202020.docx",
        ),
        ("../../etc/passwd", 'attachment; filename="etc_passwd"'),
        ("", 'attachment; filename="document"'),
    ],
)
def test_downloads_carry_their_name_in_every_script(name: str, header: str) -> None:
    assert content_disposition(name).replace("filename*=UTF-8''etc_passwd", "") == header


@pytest.mark.parametrize("item", TEXTS, ids=str)
def test_a_hostile_name_becomes_a_harmless_one(item: Hostile) -> None:
    header = content_disposition(item.text + ".pdf")
    assert header.isascii()
    assert header.isprintable()
    kind, options = parse_options_header(header)
    assert kind == "attachment"
    assert options["filename"].endswith("pdf")
    assert not set(options["filename"]) & set('/\\:*?"<>|\r\n\x00\u202e')


@given(st.text(max_size=400))
def test_any_name_survives_the_header(name: str) -> None:
    _, options = parse_options_header(content_disposition(name))
    assert options["filename"] == shown_name(name)
    assert 0 < len(options["filename"]) <= 150
