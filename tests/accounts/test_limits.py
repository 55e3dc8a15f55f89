"""Limits on coming in, counted for the account first and then for whoever tries."""

import pytest
from flask import Flask

from tests.accounts.people import person, post

EMAIL = "amina@example.ma"


@pytest.fixture
def settings() -> dict[str, object]:
    """Count, as in life."""
    return {"RATE_LIMITS": True}


def test_guessing_a_password_is_stopped_whatever_the_browser(app: Flask, session: object) -> None:
    person()
    for attempt in range(11):
        answer = post(app.test_client(), "/fr/account/sign-in", email=EMAIL, password=f"wrong {attempt}")
        assert answer.status_code == (429 if attempt == 10 else 422)
    assert EMAIL in answer.get_data(as_text=True)
    assert "wrong 10" not in answer.get_data(as_text=True)


def test_registering_is_counted(app: Flask, session: object) -> None:
    browser = app.test_client()
    for number in range(6):
        answer = post(browser, "/fr/account/register", email=f"p{number}@example.ma", language="fr")
        assert answer.status_code == (429 if number == 5 else 200)
    assert answer.headers["Retry-After"]
