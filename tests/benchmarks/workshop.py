"""A workshop of 12 evaluators and 40 items, run whole: what each part of it takes, and how many keys.

Run ``./dev bench workshop``: one evaluator marks every item in Chromium by keyboard alone, the eleven others in
workbooks, one of which comes with faults first; the chair decides of each item and closes; the minutes are drawn. The
pages that hold 40 items × 12 evaluators are then timed on SQLite and on PostgreSQL, beside one that holds neither.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402
from flask.testing import FlaskClient  # noqa: E402
from openpyxl import load_workbook  # noqa: E402
from playwright.sync_api import APIRequestContext, Browser, Page, sync_playwright  # noqa: E402
from sqlalchemy import Engine, event  # noqa: E402

from cocreation.core.db import db  # noqa: E402
from cocreation.evaluation import deciding, queries, sifting, workshops  # noqa: E402
from cocreation.evaluation.models import Workshop  # noqa: E402
from tests.evaluation.material import HELD, PLAN, adopted, decide, items, make_world, mark_all, seat  # noqa: E402
from tests.fixtures.browser import CHROMIUM, Site  # noqa: E402
from tests.fixtures.database import close, make_app, migrate  # noqa: E402
from tests.fixtures.postgres import running  # noqa: E402
from tests.proposals.material import make_person, publish, send, sign_in  # noqa: E402

ITEMS, EVALUATORS, MOST = 40, 12, 4
AT = "/fr/workshops/pan-test/1"
FAULTS = {"C2": "٥", "D3": "3,5", "E4": "sNaN", "F5": 1e9, "A6": 77}
# What the chair answers in turn.
OUTCOMES = ("retained", "retained", "not_retained", "reformulate")
DATE = "2020-12-03"
PAGES = {
    "baseline, the grid alone": "/fr/workshops/pan-test/grid/1",
    "the room": f"{AT}/room",
    "the room, one item": f"{AT}/room/items/1",
    "everyone’s page, closed": AT,
}


def fill() -> dict[str, int]:
    """Make a workshop whose individual round is open; give its people by their part: {"evaluator0": account id, …}."""
    world = make_world()
    more = [
        publish(send(world.cycle, None, world.authors[place % 4], title=f"Ouvrir les comptes de la commune {place}"))
        for place in range(ITEMS)
    ]
    sifting.sift(
        cycle=world.cycle, ideas=more, gate="linked", reason_code="access", note="", link="", by=world.secretariat,
        at=HELD,
    )  # fmt: skip
    adopted(world)
    workshop = workshops.prepare(cycle=world.cycle, plan=PLAN, by=world.secretariat, at=HELD)
    things = [world.group, *world.ideas[2:], world.draft, *more][:ITEMS]
    workshops.add_items(workshop=workshop, things=things, by=world.secretariat, at=HELD)
    # The last evaluator has ideas on the list, and so conflicts of interest.
    people = [*(make_person(f"evaluator{place}") for place in range(EVALUATORS - 1)), world.authors[0]]
    for place, person in enumerate(people):
        seat(world, workshop, person, side="civil" if place % 2 else "public")
    chair = seat(world, workshop, make_person("chair"), duty="chair")
    workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    db.session.commit()
    return {**{f"evaluator{place}": one.id for place, one in enumerate(people)}, "chair": chair.account_id}


def cookies(app: Flask) -> dict[int, str]:
    """Sign everyone in who sits in the workshop: {account id: session}."""
    with app.app_context():
        found = {}
        for one in db.session.get_one(Workshop, 1).seats:
            cookie = sign_in(app, app.test_client(), one.account).get_cookie("session", domain="localhost")
            found[one.account_id] = cookie.value if cookie else ""
        return found


@contextmanager
def timed(label: str) -> Iterator[list[str]]:
    """Print a row: how long something takes, and what is put into the list."""
    told: list[str] = []
    began = time.perf_counter()
    yield told
    print(f"| {label} | {time.perf_counter() - began:.1f} s | {' '.join(told)} |", flush=True)


class Keyboard:
    """A person without a mouse; counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)
        self.count += 1

    def enter(self) -> None:
        """Press Enter, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.press("Enter")

    def reach(self, selector: str) -> None:
        """Skip to the content and press Tab until something has the focus."""
        self.press("Tab")
        self.press("Enter")
        while not self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            self.press("Tab")


def by_keyboard(page: Page, draw: random.Random) -> tuple[int, dict[int, list[str]]]:
    """Mark every item and send; give the keys pressed and the marks meant: {position: marks}."""
    hands, meant = Keyboard(page), {}
    page.goto(f"{AT}/sheet")
    hands.reach("main .actions a")
    hands.enter()
    while found := re.search(r"/sheet/(\d+)$", page.url):
        meant[int(found[1])] = marks = [str(draw.randint(1, MOST)) for _ in range(6)]
        for mark in marks:
            hands.press(mark)
        hands.enter()
    hands.reach("main .actions button")
    hands.enter()
    return hands.count, meant


def token(request: APIRequestContext, path: str) -> str:
    """The token of a page's first form."""
    return re.findall(r'name="csrf_token" value="([^"]+)"', request.get(path).text())[0]


def bring(request: APIRequestContext, cells: dict[str, Any], draw: random.Random | None) -> tuple[int, str]:
    """Take one's workbook, fill every mark in or write some cells, and bring it back; give the status and the page."""
    book = load_workbook(BytesIO(request.get(f"{AT}/sheet.xlsx").body()))
    if draw:
        for row in book.active.iter_rows(min_row=2, min_col=3, max_col=8):
            for cell in row:
                cell.value = draw.randint(0 if draw.random() < 0.05 else 1, MOST)
    for cell, value in cells.items():
        book.active[cell] = value
    stream = BytesIO()
    book.save(stream)
    page = f"{AT}/sheet/workbook"
    file = {"name": "fiche.xlsx", "mimeType": "application/octet-stream", "buffer": stream.getvalue()}
    answer = request.post(page, multipart={"csrf_token": token(request, page), "file": file}, max_redirects=0)
    return answer.status, answer.text()


def press(request: APIRequestContext, page: str, door: str, **data: str) -> None:
    """Send the form of a page, as a button does."""
    answer = request.post(door, form={"csrf_token": token(request, page), **data}, max_redirects=0)
    if answer.status != 303:
        raise SystemExit(f"{door}: {answer.status}")


def in_workbooks(people: list[APIRequestContext], draw: random.Random) -> int:
    """Have the others mark in workbooks and send; give the faults named in the first one brought."""
    status, page = bring(people[0], FAULTS, None)
    if status != 422:
        raise SystemExit(f"a workbook with faults was taken: {status}")
    for one in people:
        status, _ = bring(one, {}, draw)
        if status != 303:
            raise SystemExit(f"a workbook was refused: {status}")
        press(one, f"{AT}/sheet", f"{AT}/sheet/send")
    return len(re.findall(r"<li><bdi>", page))


def decided(chair: APIRequestContext) -> None:
    """Decide of every item and close."""
    for place in range(1, ITEMS + 1):
        door = f"{AT}/room/items/{place}"
        press(chair, door, door, outcome=OUTCOMES[place % 4], reason_fr="Retenu en séance", reason_ar="تقرر في الجلسة")
    press(chair, f"{AT}/room", f"{AT}/room/close")


def whole(url: str, folder: Path, browser: Browser) -> str:
    """Run the workshop through the browser and through workbooks; give the chair's session."""
    migrate(url, folder)
    app = make_app(url, folder, PROCESS_DATE=DATE)
    with app.app_context():
        parts = fill()
    sessions = cookies(app)
    close(app)
    site, draw = Site(folder, DATE, browser), random.Random(7)
    site.start()
    try:
        contexts = {part: browser.new_context(base_url=site.address) for part in parts}
        for part, context in contexts.items():
            context.add_cookies([{"name": "session", "value": sessions[parts[part]], "url": site.address}])
        print("| part | time | |\n|---|---:|---|")
        with timed("one evaluator, 40 items, by keyboard") as told:
            keys, meant = by_keyboard(contexts["evaluator0"].new_page(), draw)
            told.append(f"{keys} keys")
        with timed("eleven evaluators, workbooks") as told:
            others = [contexts[f"evaluator{place}"].request for place in range(1, EVALUATORS)]
            told.append(f"{in_workbooks(others, draw)} of {len(FAULTS)} faults named, by cell")
        with timed("forty decisions and the closing"):
            decided(contexts["chair"].request)
        for name in ("fr.pdf", "fr.docx", "ar.pdf", "ar.docx"):
            with timed(f"minutes {name}") as told:
                told.append(f"{len(contexts['chair'].request.get(f'{AT}/minutes/{name}').body()) / 1000:.0f} kB")
    finally:
        site.stop()
    _check(url, folder, meant)
    return sessions[parts["chair"]]


def _check(url: str, folder: Path, meant: dict[int, list[str]]) -> None:
    app = make_app(url, folder)
    with app.app_context():
        workshop = db.session.get_one(Workshop, 1)
        own = workshop.evaluators[0].id
        places = {item.id: item.position for item in items(workshop)}
        kept = {
            places[one.item_id]: list(one.marks.values()) for one in queries.scores(workshop.id) if one.seat_id == own
        }
        if kept != meant or workshop.state != "closed":
            raise SystemExit("what was typed is not what was kept")
    close(app)


def pages(url: str, folder: Path, kind: str, session: str, rounds: int) -> None:
    """Print a row for each page of a workshop that is closed, as its chair reads them."""
    app = make_app(url, folder, PROCESS_DATE=DATE, ENVIRONMENT="development")
    client = app.test_client()
    client.set_cookie("session", session, domain="localhost")
    with app.app_context():
        engine = db.engine
    for label, path in PAGES.items():
        print(f"| {kind}: {label} | {' | '.join(figures(engine, client, path, rounds))} |", flush=True)
    close(app)


def figures(engine: Engine, client: FlaskClient, path: str, rounds: int) -> list[str]:
    """What a page takes: the median and the 95th percentile, processor time, weight, statements."""
    asked: list[int] = []
    listen = ("before_cursor_execute", lambda *_given: asked.append(1))
    event.listen(engine, *listen)
    spent, began_at = [], time.process_time()
    for _ in range(rounds):
        asked.clear()
        began = time.perf_counter()
        answer = client.get(path)
        spent.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    event.remove(engine, *listen)
    times = (statistics.median(spent), statistics.quantiles(spent, n=20)[-1])
    processor = 1000 * (time.process_time() - began_at) / rounds
    return [*(f"{one:.0f} ms" for one in (*times, processor)), f"{len(answer.data) / 1000:.0f} kB", str(len(asked))]


def by_services(url: str, folder: Path) -> str:
    """Run the same workshop without a browser, into another database; give the chair's session."""
    migrate(url, folder)
    app = make_app(url, folder)
    with app.app_context():
        parts = fill()
        workshop = db.session.get_one(Workshop, 1)
        for place, one in enumerate(list(workshop.evaluators)):
            mark_all(workshop, one, 1 + place % MOST)
        for place, item in enumerate(items(workshop)):
            decide(workshop, item, OUTCOMES[place % 4])
        deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
        db.session.commit()
    sessions = cookies(app)
    close(app)
    return sessions[parts["chair"]]


def main() -> None:
    """Run, then time the pages."""
    parser = argparse.ArgumentParser(prog="./dev bench workshop", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name, running() as cluster, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        sqlite, postgres = f"sqlite:///{folder / 'cocreation.sqlite'}", cluster.url(cluster.create())
        sessions = whole(sqlite, folder, browser), by_services(postgres, folder)
        browser.close()
        print("\n| page | median | 95 % | processor | weight | statements |\n|---|---:|---:|---:|---:|---:|")
        pages(sqlite, folder, "SQLite", sessions[0], rounds)
        pages(postgres, folder, "PostgreSQL", sessions[1], rounds)


if __name__ == "__main__":
    main()
