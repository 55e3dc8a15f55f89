"""Three hundred people send one text with small edits: one text on the page of its group, with its signatories."""

import random

from flask import Flask

from cocreation.clustering import queries, reading, services
from cocreation.core import jobs
from cocreation.core.db import db
from tests.clustering.engine.corpus import SUBJECTS
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

TEXT = (
    "Nous demandons que chaque commune publie son budget, ses marchés et ses dépenses sur une page simple, "
    "mise à jour tous les trois mois, afin que les habitants suivent les projets de leur quartier."
)
WAVE, PEOPLE = 300, 60


def test_a_wave_of_copies_is_one_text_with_its_signatories(app: Flask, session: object) -> None:
    cycle = make_cycle()
    theme = make_theme(cycle, "tout", "Tout")
    people = [make_person(f"signer{number}") for number in range(PEOPLE)]
    for subject in ("budget", "sante", "eau"):
        for place, text in enumerate(SUBJECTS[subject]):
            publish(send(cycle, theme, people[place], title=text, problem=f"{text}.", body=text))
    draw = random.Random(7)
    for number in range(WAVE):
        words = TEXT.split()
        words[draw.randrange(len(words))] = draw.choice(["", "vraiment", "et", "la"])
        publish(
            send(cycle, theme, people[number % PEOPLE], title="Budget ouvert", problem="Rien.", body=" ".join(words))
        )
    db.session.commit()
    run = services.ask_run(cycle=cycle, theme=None, seed=0, by=None, at=NOW)
    db.session.commit()
    number, job = run.id, run.job_id
    jobs.run(app, job or 0)
    db.session.expire_all()
    services.publish_run(run=queries.run(number), by=None, at=NOW)
    db.session.commit()
    found = {group: reading.texts(reading.readable(group)) for group in queries.groups_of([number])}
    waves = [(group, text) for group, texts in found.items() for text in texts if text.copies]
    assert [(len(text.copies), text.signatories) for _, text in waves] == [(WAVE - 1, PEOPLE)]
    page = app.test_client().get(f"/fr/groups/pan-test/all/{waves[0][0].name}").get_data(as_text=True)
    summary = page.split("<summary>")[1].split("</summary>")[0]
    assert str(PEOPLE) in summary
    assert page.count("Budget ouvert") >= WAVE
