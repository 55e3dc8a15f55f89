"""The page of the mails of development, and that production has none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cocreation.core import mail
from cocreation.core.db import begin_write, db
from tests.fixtures.database import close, make_app

KEY = "k" * 40


@pytest.fixture
def development(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application as developers run it."""
    app = make_app(database_url, tmp_path / "instance", ENVIRONMENT="development")
    yield app
    close(app)


def test_mails_are_read_in_a_page(development: Flask) -> None:
    with development.app_context():
        begin_write()
        body = "مرحبا\n\nhttp://127.0.0.1:8000/ar/account/confirm/abc <script>alert(1)</script>"
        mail.queue(recipient="amina@example.ma", language="ar", kind="link-confirm", subject="تأكيد", body=body)
        db.session.commit()
        assert mail.deliver_due(development.config) == 1
    page = development.test_client().get("/ar/outbox").get_data(as_text=True)
    assert "تأكيد" in page
    assert "amina@example.ma" in page
    assert 'href="http://127.0.0.1:8000/ar/account/confirm/abc"' in page
    assert "<script>alert" not in page


def test_the_page_is_there_before_the_first_mail(development: Flask) -> None:
    assert development.test_client().get("/fr/outbox").status_code == 200


def test_production_has_no_such_page(database_url: str, tmp_path: Path) -> None:
    app = make_app(database_url, tmp_path / "instance", ENVIRONMENT="production", SECRET_KEY=KEY)
    answer = app.test_client().get("/fr/outbox", base_url="https://localhost")
    close(app)
    assert answer.status_code == 404
