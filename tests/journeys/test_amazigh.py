"""The ten main pages in Amazigh, without a browser: whole, valid and in their language."""

from contextlib import closing

import html5lib
import pytest

from tests.fixtures.database import close, make_app
from tests.fixtures.demonstration import COLLECTING, REPORTED
from tests.journeys.main_pages import address, examples
from tests.journeys.test_weight import _first


@pytest.mark.parametrize("date", [COLLECTING, REPORTED])
def test_ten_pages_are_whole(copy_of, date):
    folder = copy_of(date)
    url = f"sqlite:///{folder / 'cocreation.sqlite'}"
    app = make_app(url, folder, PROCESS_DATE=date, ENVIRONMENT="development", AMAZIGH=True)
    for example in (each for each in examples() if each.date == date):
        path = address(app, example, lambda statement: _first(app, statement), "zgh")
        with closing(app.test_client().get(path, follow_redirects=True)) as answer:
            assert (answer.status_code, answer.request.path[:5]) == (200, "/zgh/"), example.label
            tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.get_data(as_text=True))
        assert (tree.get("lang"), tree.get("dir")) == ("zgh", "ltr"), example.label
    close(app)
