"""Names shown: any pseudonym, none that passes for an institution."""

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.accounts import names
from cocreation.accounts.models import Account
from cocreation.core.db import db
from tests.accounts.people import browser_of, person, post


@pytest.mark.parametrize(
    "name", ["", "Amina", "يوسف بنعلي", "Citoyenne de Fès", "Le lecteur du lac", "ⴰⵎⵉⵏⴰ", "Admirable", "أم وليد"]
)
def test_a_persons_name_is_taken(name: str) -> None:
    names.check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ministère de la Justice",
        "MINISTERE",
        "Mіnistère",
        "Le Gouvernement",
        "وزارة العدل",
        "وزارة",
        "Modérateur 2",
        "Official page",
    ],
)
def test_an_institutions_name_is_refused(name: str) -> None:
    with pytest.raises(names.OfficialName):
        names.check_name(name)


def test_the_form_says_so_and_keeps_the_old_name(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    answer = post(browser, "/fr/account/preferences", name="وزارة المالية", language="fr")
    assert answer.status_code == 422
    assert "وزارة المالية" in answer.get_data(as_text=True)
    assert db.session.scalar(select(Account.name)) == "Amina"
