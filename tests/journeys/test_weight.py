"""A first visit to each of the ten main pages is light: page, sheet, modules and pictures, fonts apart."""

import pytest

from tests.fixtures.database import close, make_app
from tests.fixtures.demonstration import COLLECTING, REPORTED
from tests.journeys.main_pages import LABELS, examples, fetched_by, weights

BUDGET = 100_000


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("date", [COLLECTING, REPORTED])
def test_a_first_visit_is_under_the_budget(copy_of, date, language):
    folder = copy_of(date)
    app = make_app(f"sqlite:///{folder / 'cocreation.sqlite'}", folder, PROCESS_DATE=date, ENVIRONMENT="development")
    try:
        found = weights(app, lambda statement: _first(app, statement), date, language)
    finally:
        close(app)
    whole = {label: sum(weight.raw for weight in kinds.values()) for label, kinds in found.items()}
    assert {label: size for label, size in whole.items() if size >= BUDGET} == {}
    assert len(found) == sum(example.date == date for example in examples())


def _first(app, statement):
    from cocreation.core.db import db

    with app.app_context():
        return db.session.execute(db.text(statement)).scalar()


def test_what_a_page_fetches_is_followed_to_its_end():
    page = '<link rel="stylesheet" href="/static/css/site.css"><script src="/static/js/page.js"></script>'
    found = fetched_by(page)
    assert {"css/site.css", "js/page.js", "icons/band.svg"} <= found
    assert not any("fonts/" in name for name in found)
    assert len(LABELS) == 10
