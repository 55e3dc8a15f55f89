"""Themes: proposed, adopted, merged and un-merged; proposals keep the theme they were sent to."""

import pytest
from flask import Flask

from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.themes import queries, services
from cocreation.themes.models import TRANSITIONS
from tests.accounts.people import browser_of, person, post
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

REASON = OfficialText(fr="Deux axes qui se recoupent")


@pytest.mark.both_databases
def test_a_merge_moves_nothing_and_undoing_it_restores_everything(session: object) -> None:
    cycle = make_cycle()
    budget, access = make_theme(cycle, "budget", "Budget"), make_theme(cycle)
    proposal = publish(send(cycle, budget, make_person("amina")))
    services.merge(theme=budget, into=access, reason=REASON, by=None, at=NOW)
    db.session.flush()
    today = queries.current_of(queries.of_cycle(cycle.id))
    assert today[budget.id] is access
    assert (proposal.original_theme_id, proposal.theme_id) == (budget.id, budget.id)
    assert set(queries.standing_for(access)) == {budget.id, access.id}
    services.undo_merge(theme=budget, by=None, at=NOW)
    db.session.flush()
    assert queries.current_of(queries.of_cycle(cycle.id))[budget.id] is budget
    assert budget.state == "adopted"
    assert [merge.undone_at is not None for merge in queries.merges_of(budget.id)] == [True]


def test_a_chain_of_merges_leads_to_its_end_and_never_turns_in_a_circle(session: object) -> None:
    cycle = make_cycle()
    first, second, third = (make_theme(cycle, slug) for slug in ("un", "deux", "trois"))
    services.merge(theme=first, into=second, reason=REASON, by=None, at=NOW)
    services.merge(theme=second, into=third, reason=REASON, by=None, at=NOW)
    assert queries.current_of(queries.of_cycle(cycle.id))[first.id] is third
    with pytest.raises(services.NotPossible):
        services.merge(theme=third, into=first, reason=REASON, by=None, at=NOW)
    with pytest.raises(services.NotPossible):
        services.merge(theme=third, into=third, reason=REASON, by=None, at=NOW)


@pytest.mark.parametrize("start", sorted(TRANSITIONS))
def test_only_the_changes_of_the_table_are_possible(session: object, start: str) -> None:
    cycle = make_cycle()
    for target in ("draft", "proposed", "adopted", "withdrawn"):
        theme = make_theme(cycle, f"{start}-{target}")
        other = make_theme(cycle, f"{start}-{target}-other")
        if start == "merged":
            services.merge(theme=theme, into=other, reason=REASON, by=None, at=NOW)
        else:
            theme.state = start
        db.session.flush()
        if start != "merged" and target in TRANSITIONS[start]:
            services.set_state(theme=theme, to=target, by=None, at=NOW)
            assert theme.state == target
        else:
            with pytest.raises(services.NotPossible):
                services.set_state(theme=theme, to=target, by=None, at=NOW)


def test_a_proposed_theme_takes_comments_and_an_adopted_one_no_longer(app: Flask, session: object) -> None:
    cycle = make_cycle()
    theme = services.create_theme(
        cycle=cycle, slug="justice", title=OfficialText(fr="Justice ouverte"), text=None, by=None, at=NOW
    )
    db.session.commit()
    assert app.test_client().get("/fr/themes/pan-test/justice").status_code == 404
    admin = browser_of(app, person("admin@example.ma", "administrator"))
    desk = "/fr/administration/themes/pan-test"
    assert post(admin, f"/fr/administration/themes/state/{theme.id}", page=desk, to="proposed").status_code == 303
    citizen = browser_of(app, person())
    page = citizen.get("/fr/themes/pan-test/justice").get_data(as_text=True)
    assert 'id="comments"' in page
    assert "<textarea" in page
    post(admin, f"/fr/administration/themes/state/{theme.id}", page=desk, to="adopted")
    assert "<textarea" not in citizen.get("/fr/themes/pan-test/justice").get_data(as_text=True)


def test_the_secretariat_merges_in_pages(app: Flask, session: object) -> None:
    cycle = make_cycle()
    budget, access = make_theme(cycle, "budget", "Budget"), make_theme(cycle)
    db.session.commit()
    admin = browser_of(app, person("admin@example.ma", "administrator"))
    path = f"/fr/administration/themes/merge/{budget.id}"
    assert post(admin, path, into=str(access.id)).status_code == 422
    assert post(admin, path, into=str(access.id), reason_fr="Ils se recoupent").status_code == 303
    assert "Ils se recoupent" in app.test_client().get("/fr/themes/pan-test/acces").get_data(as_text=True)
    assert (
        post(
            admin, f"/fr/administration/themes/unmerge/{budget.id}", page="/fr/administration/themes/pan-test"
        ).status_code
        == 303
    )
    db.session.expire_all()
    assert queries.by_id(budget.id).state == "adopted"  # type: ignore[union-attr]
