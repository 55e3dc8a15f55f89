"""`cocreation worker`: does the jobs, sends the mails, re-sends what a killed worker lost."""

from __future__ import annotations

import itertools
import logging
import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from cocreation.attachments import services as attachments
from cocreation.core import jobs, mail, search
from cocreation.core.clock import now, process_now
from cocreation.core.db import begin_write, db
from cocreation.cycles import telling as phases
from cocreation.evaluation import scoring
from cocreation.notifications import digests, events
from cocreation.privacy import services as privacy
from cocreation.proposals.writing import keys as drafts
from cocreation.trace import watching

log = logging.getLogger(__name__)
# How many rounds pass between two looks at what is due in days: about ten minutes.
ROUNDS_BETWEEN_CHORES = 300
# And between two looks at who is due a mail of what happened: about ten seconds.
ROUNDS_BETWEEN_NEWS = 5


def look_after(app: Flask, stop: threading.Event, *, every: float = 2.0) -> None:
    """Send due mails and re-send lost jobs until told to stop.

    Args:
        every: seconds between two rounds.
    """
    rounds = itertools.cycle(range(ROUNDS_BETWEEN_CHORES))
    while not stop.wait(every):
        try:
            with app.app_context():
                begin_write()
                turn = next(rounds)
                mail.recover()
                mail.deliver_due(app.config)
                events.spread_due()
                if turn % ROUNDS_BETWEEN_NEWS == 0:
                    digests.run()
                if turn == 0:
                    privacy.look_after()
                    drafts.sweep()
                    at = process_now(app.config["PROCESS_DATE"])
                    phases.look_after(at)
                    scoring.remind(at)
                    attachments.sweep()
                    watching.ask_nightly(now())
                    db.session.commit()
                db.session.remove()
            jobs.sweep(app)
        except Exception:
            # The database may be away for a moment; the next round tries again and nothing is lost.
            log.exception("the worker's round failed")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do the long work and send the mails, until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    # After an upgrade the search reads texts in another way: what it kept of them is made anew, once.
    begin_write()
    if mended := search.mend():
        log.info("indexed anew: %s", mended)
    db.session.commit()
    jobs.run_task(app)
    stop = threading.Event()
    threading.Thread(target=look_after, args=(app, stop), daemon=True).start()
    consumer = jobs.queue(app).create_consumer(workers=1, periodic=False, initial_delay=0.1, max_delay=1.0)
    consumer.run()
    stop.set()
