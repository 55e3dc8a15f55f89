"""A thread, and comments in it."""

from cocreation.accounts.services import contributor_for
from cocreation.comments import services
from cocreation.comments.models import Comment, Thread
from tests.proposals.material import NOW, make_cycle


def a_thread(**more: object) -> Thread:
    """Make a thread in a cycle of its own."""
    cycle = make_cycle()
    return services.open_thread(
        cycle_id=cycle.id, about_kind="proposal", about_reference="PANT-00001", about_path="/proposals/PANT-00001",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def say(thread: Thread, person, words: str = "Très bonne idée", **more: object) -> Comment:
    """Post a comment as a person would."""
    values: dict[str, object] = {
        "thread": thread, "contributor": contributor_for(person), "source": words, "language": "fr", "side": "for",
        "parent": None, "about_version": 1, "by": person, "at": NOW,
    }  # fmt: skip
    return services.post(**{**values, **more})  # type: ignore[arg-type]
