"""Every form of every page takes every bad text: no fault, nothing lost, nothing that runs, words in one's language."""

import time

import pytest

from tests.core.hostile import FORMULAS, HEADERS, INVISIBLE, MARKUP, UNICODE, Hostile
from tests.journeys.routes import EXAMPLES, Example
from tests.security.forms import Form, client_of, forms_in, kept_of, live_parts, page_of, words_of
from tests.security.house import House, Open

# All of one chapter of the catalogue in one text: a form sends each in all of its fields, the largest in its first.
TEXTS = (
    Hostile(1, "unicode", " ".join(item.text for item in UNICODE)),
    INVISIBLE[0],
    *(Hostile(34, f"markup {place}", " ".join(item.text for item in MARKUP[place::3])) for place in range(3)),
    FORMULAS[0],
    HEADERS[0],
    Hostile(25, "less than", "<" * 600_000),
    Hostile(28, "too long for every form", "a" * 20_001),
    Hostile(50, "25 digits", "9" * 25),
    Hostile(70, "last day of all", "31/12/9999"),
)
ANSWERS, REFUSED = {200, 302, 303, 409, 413, 422}, {409, 422}
# Seconds of the processor a single request may take (security.md §1, row 26).
MOST = 3.0
# A form stands on several pages; one of them is enough.
_tried: set[Form] = set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_its_forms_take_every_text(house_at: Open, example: Example) -> None:
    house = house_at(example.date)
    if example.endpoint not in house.app.view_functions:
        return
    address = page_of(house, example)
    page = client_of(house, example).get(address)
    assert live_parts(page) == []
    for form in forms_in(page, address):
        if form not in _tried:
            _tried.add(form)
            for text in TEXTS:
                _send(house, example, form, text)


def _send(house: House, example: Example, form: Form, text: Hostile) -> None:
    client, begun = client_of(house, example), time.process_time()
    # An address with a NUL in it leads nowhere, as the catalogue of addresses says.
    typed = text.text.replace("\x00", "") if form.method == "GET" else text.text
    response = form.send(client, form.filled(typed, only_first=len(text.text) > 20_000))
    spent, said = time.process_time() - begun, f"{text} in {form.written} of {form.action}"
    # A box that looks for one thing says 404 where there is none, with the reason on the page.
    if form.method == "GET" and response.status_code == 404:
        assert 'role="alert"' in response.get_data(as_text=True), f"nothing is said: {said}"
        return
    assert response.status_code in ANSWERS, f"{response.status_code}: {said}"
    assert spent < MOST, f"{spent:.1f} s: {said}"
    if response.status_code in REFUSED:
        assert kept_of(text.text) in words_of(response), f"the text is lost: {said}"
        assert 'role="alert"' in response.get_data(as_text=True), f"nothing is said: {said}"
    written = form.method == "POST" and response.status_code < 400
    if response.status_code == 303:
        response = client.get(response.headers["Location"])
        assert response.status_code in ANSWERS, f"{response.status_code} afterwards: {said}"
    if text.number == 34:
        assert live_parts(response) == [], said
    if written:
        house.put_back()
