"""What the platform writes in a report: sentences made from its figures, nothing else.

Each text comes as paragraphs that name their figures between braces (see `fields`), so that people can edit the
words and the figures stay true. A paragraph says only what the figures say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cocreation.synthesis.document import Chapter, Group
from cocreation.synthesis.fields import literal
from cocreation.synthesis.taking_part import LISTED, TakingPart

LARGEST, DISPUTED_LISTED = 5, 8


class Pen(TakingPart):
    """Writes the texts of a report, each by its key."""

    def paragraphs(self, key: str) -> list[str]:
        """The paragraphs of a text by its key; none where there is nothing to say."""
        if key.startswith("chapter:"):
            chapter = next(one for one in self.document.chapters if f"chapter:{one.key}" == key)
            found = self.chapter(chapter)
        else:
            found = WRITERS[key](self)
        return [paragraph for paragraph in found if paragraph]

    def introduction(self) -> Iterator[str]:
        """What this report is, and the question it answers."""
        yield self.gettext(
            "This report gives an account of what people said for: {cycle}. It chooses nothing: it puts in order "
            "what was received, so that the prioritisation workshop starts from what was said and everyone "
            "finds their contribution again."
        )
        if self.document.question:
            yield self.gettext("The question asked was: {question}")

    def summary(self) -> Iterator[str]:
        """The report in a page: how many, who, what was asked for most, what is disputed."""
        yield self.sentences(
            self.received(),
            self.ngettext("%(num)s is published.", "%(num)s are published.", "published"),
            self.ngettext("%(num)s comment was made.", "%(num)s comments were made.", "comments"),
        )
        yield self.sentences(*(self.table(key) for key in ("voice", "language", "region")))
        yield self.grouped()
        yield self.largest()
        yield self.disputed()
        yield self.drafts()

    def received(self) -> str:
        """How many ideas were received, and from how many authors."""
        authors = self.ngettext("%(num)s author", "%(num)s authors", "authors")
        return self.ngettext(
            "%(num)s idea was received from %(authors)s.",
            "%(num)s ideas were received from %(authors)s.",
            "received",
            authors=authors,
        )

    def grouped(self) -> str:
        """How many groups there are, and how many ideas they hold."""
        if not self.document.groups:
            return self.gettext("The ideas are not grouped yet.")
        ideas = self.ngettext("%(num)s idea", "%(num)s ideas", "grouped")
        apart = self.ngettext("%(num)s idea stands alone.", "%(num)s ideas stand alone.", "alone")
        return self.sentences(
            self.ngettext(
                "%(num)s group of similar ideas brings together %(ideas)s.",
                "%(num)s groups of similar ideas bring together %(ideas)s.",
                "groups",
                ideas=ideas,
            ),
            apart if self.number("alone") else "",
        )

    def largest(self) -> str:
        """The largest groups of the report."""
        found = sorted(self.document.groups, key=lambda group: (-group.size, group.number))[:LARGEST]
        listed = self.parted(self.named(group, self.ideas(group)) for group in found)
        return self.gettext("What was asked for most: %(list)s.", list=listed) if found else ""

    def disputed(self) -> str:
        """The groups of which comments disagree."""
        found = self.document.disputed
        if not found:
            return self.gettext("No group has two comments or more for it and two or more against it.")
        # The table that follows has them all.
        most = sorted(found, key=lambda group: -min(group.sides.pro, group.sides.contra))[:DISPUTED_LISTED]
        listed = self.parted(self.named(group, self.sides(group, "for", "against")) for group in most)
        if len(found) > len(most):
            listed = self.gettext("notably %(list)s", list=listed)
        return self.ngettext(
            "Comments disagree on %(num)s group (two or more for it, two or more against): %(list)s.",
            "Comments disagree on %(num)s groups (two or more for them, two or more against): %(list)s.",
            "disputed",
            list=listed,
        )

    def drafts(self) -> str:
        """How many draft commitments were posted, and what came of the remarks on them."""
        if not self.document.commitments:
            return ""
        remarks = self.ngettext("%(num)s remark", "%(num)s remarks", "remarks")
        answered = self.ngettext("%(num)s was answered.", "%(num)s were answered.", "answered")
        closed = self.ngettext(
            "%(num)s cannot be read any more: hidden by a moderator or withdrawn by its author.",
            "%(num)s cannot be read any more: hidden by a moderator or withdrawn by their authors.",
            "remarks_closed",
        )
        waiting = self.ngettext("%(num)s has no answer yet.", "%(num)s have no answer yet.", "unanswered")
        return self.sentences(
            self.ngettext(
                "Administrations posted %(num)s draft commitment; it received %(remarks)s.",
                "Administrations posted %(num)s draft commitments; they received %(remarks)s.",
                "commitments",
                remarks=remarks,
            ),
            answered if self.number("answered") else "",
            waiting if self.number("unanswered") else "",
            closed if self.number("remarks_closed") else "",
        )

    def mandate(self) -> Iterator[str]:
        """What the report is for, and when ideas were collected."""
        keys = {phase.key: phase for phase in self.document.method.phases}
        yield self.gettext(
            "Citizens, associations and administrations write the plan together. This report takes what they "
            "proposed to the workshop that chooses the priorities."
        )
        yield self.gettext(
            "It is prepared and published by the secretariat of the process, the team of the administration that runs "
            "it. The steering committee, where public bodies and civil society sit together, adopts the grid by which "
            "the workshop examines the ideas. Each idea and each draft commitment has a reference that begins with "
            "%(prefix)s, the mark of this plan.",
            prefix=literal(self.document.prefix),
        )
        if "collection" in keys:
            yield self.gettext("Ideas were collected: {collection}.")

    def method(self) -> Iterator[str]:
        """How ideas came, were read, and were brought together."""
        yield self.gettext(
            "An idea could be sent on the platform, said in a webinar, on paper, by phone or by e-mail; what "
            "came otherwise than on the platform was typed in by the secretariat and counts alike."
        )
        yield self.sentences(
            self.gettext("Moderators read each idea before it was published and gave a reason for each decision."),
            self.looks(),
        )
        yield self.same_texts()
        if self.document.method.groupings:
            yield self.grouping()

    def looks(self) -> str:
        """How often authors asked for a second look, and what came of it."""
        if not self.number("second_looks"):
            return ""
        changed = self.ngettext(
            "%(num)s decision was changed.", "%(num)s decisions were changed.", "second_looks_changed"
        )
        return self.sentences(
            self.ngettext(
                "An author asked for a second look %(num)s time;",
                "Authors asked for a second look %(num)s times;",
                "second_looks",
            ),
            changed,
        )

    def same_texts(self) -> str:
        """What became of ideas that repeat another one."""
        twice = self.ngettext(
            "%(num)s idea that repeated a published one was tied to it.",
            "%(num)s ideas that repeated a published one were tied to it.",
            "duplicate",
        )
        copies = self.ngettext(
            "%(num)s text nearly identical to another weighs once in the grouping; its author is counted.",
            "%(num)s texts nearly identical to another weigh once in the grouping; their authors are counted.",
            "copies",
        )
        return self.sentences(twice if self.number("duplicate") else "", copies if self.number("copies") else "")

    def grouping(self) -> str:
        """How ideas were brought together, and corrected by hand."""
        by_hand = self.ngettext(
            "Moderators corrected it by hand %(num)s time.",
            "Moderators corrected it by hand %(num)s times.",
            "corrections",
        )
        return self.sentences(
            self.gettext(
                "A program brought together the ideas that use the same words or words of the same meaning, in "
                "all their languages. It was run on the server of the platform, without any outside service, and the "
                "same ideas give the same groups each time."
            ),
            by_hand if self.number("corrections") else self.gettext("Nobody corrected it by hand."),
            self.gettext(
                "A group stands whole in the chapter of the theme most of its ideas are about: a chapter can hold more "
                "or fewer ideas than its theme."
            ),
        )

    def chapter(self, chapter: Chapter) -> Iterator[str]:
        """A theme: how many ideas, each of its groups, the ideas that stand alone."""
        base = f"theme_{chapter.key.replace('-', '_')}"
        authors = self.ngettext("%(num)s author", "%(num)s authors", f"{base}_authors")
        comments = self.ngettext(
            "They were commented on %(num)s time.", "They were commented on %(num)s times.", f"{base}_comments"
        )
        held = self.ngettext(
            "Its groups and the ideas that stand alone hold %(num)s idea, of whatever theme.",
            "Its groups and the ideas that stand alone hold %(num)s ideas, of whatever theme.",
            f"{base}_held",
        )
        yield self.sentences(
            self.ngettext(
                "%(num)s idea of %(authors)s speaks of this theme.",
                "%(num)s ideas of %(authors)s speak of this theme.",
                f"{base}_ideas",
                authors=authors,
            ),
            comments if chapter.comments else "",
            held if chapter.held != chapter.proposals else "",
        )
        for group in chapter.groups:
            yield self.group(group)
        yield self.lone(chapter, base)

    def group(self, group: Group) -> str:
        """What a group asks for, who speaks in it, what its comments say."""
        base = f"g{group.number}"
        authors = self.ngettext("%(num)s author", "%(num)s authors", f"{base}_authors")
        lead = self.gettext("%(heading)s (%(group)s): %(ideas)s, %(authors)s.",
            heading=f"{{{base}_heading}}", group=f"{{{base}}}", ideas=self.ideas(group), authors=authors,
        )  # fmt: skip
        said = [f"{literal(point.words)} ({self.labels.number(len(point.references))})" for point in group.shared]
        shared = self.labels.items(said)
        copies = self.ngettext(
            "%(num)s of these texts is nearly identical to another.",
            "%(num)s of these texts are nearly identical to another.",
            f"{base}_copies",
        )
        return self.sentences(
            lead,
            self.gettext("Words they share most, with the number of ideas: %(list)s.", list=shared) if shared else "",
            copies if group.copies else "",
            self.commented(group),
        )

    def commented(self, group: Group) -> str:
        """What the comments on a group's ideas say."""
        if group.disputed:
            return self.gettext("Comments disagree: %(sides)s.", sides=self.sides(group, "for", "against", "clarify"))
        told = self.sides(group, "for", "against", "clarify")
        return self.gettext("Comments: %(sides)s.", sides=told) if told else ""

    def lone(self, chapter: Chapter, base: str) -> str:
        """The ideas of a theme that stand alone."""
        if not chapter.lone:
            return ""
        worth = [idea.reference for idea in chapter.lone if idea.reasons]
        alone = self.ngettext("%(num)s idea stands alone.", "%(num)s ideas stand alone.", f"{base}_alone")
        told = self.gettext("Worth reading: %(list)s.", list=self.labels.items(worth)) if worth else ""
        return self.sentences(alone, told)

    def commitments(self) -> Iterator[str]:
        """The draft commitments of administrations, and those most discussed."""
        yield self.drafts()
        found = [one for one in self.document.commitments if one.sides.total]
        most = sorted(found, key=lambda one: (-one.sides.total, one.reference))[:LISTED]
        listed = self.parted(f"{literal(one.title)} ({one.reference})" for one in most)
        if listed:
            yield self.gettext("The most discussed: %(list)s.", list=listed)

    def redirected(self) -> Iterator[str]:
        """What was out of scope, or directed to another channel."""
        outside = self.ngettext(
            "%(num)s idea is out of the scope of the plan.",
            "%(num)s ideas are out of the scope of the plan.",
            "out_of_scope",
        )
        channel = self.ngettext(
            "%(num)s idea was directed to another channel, which can answer it.",
            "%(num)s ideas were directed to another channel, which can answer them.",
            "other_channel",
        )
        parts = [outside if self.number("out_of_scope") else "", channel if self.number("other_channel") else ""]
        yield self.sentences(*parts) or self.gettext("No idea was out of scope or directed elsewhere.")

    def limits(self) -> Iterator[str]:
        """What the figures and the groups do not say."""
        yield self.gettext(
            "Those who took part chose to: the figures describe what was received and do not represent the population."
        )
        yield self.gettext(
            "The grouping brings together ideas that use the same words or words of the same meaning: it can put "
            "side by side ideas that ask for different things. Each group shows all its ideas, so that everyone can "
            "judge."
        )
        yield self.gettext(
            "A group is not worth more because it is larger, nor an idea because it was commented on more."
        )

    def conclusion(self) -> Iterator[str]:
        """What happens next with the ideas."""
        phases = {phase.key for phase in self.document.method.phases}
        yield self.gettext(
            "The workshop examines each group. What becomes of each idea, taken up or not, is published on its "
            "page with the reason."
        )
        if "prioritisation" in phases:
            yield self.gettext("Choice of the priorities: {prioritisation}.")

    def annex(self) -> Iterator[str]:
        """What the list of every idea holds."""
        yield self.sentences(
            self.gettext("Every idea received stands here once, with its group, its state and the reason of it."),
            self.gettext(
                "A published idea goes to the workshop with its group, or by itself where it stands alone; the reason "
                "gives the words it shares with the others of its group. For the ideas that are not published, the "
                "reason is that of the moderators."
            ),
        )


WRITERS: dict[str, Callable[[Pen], Iterator[str]]] = {
    "introduction": Pen.introduction,
    "summary": Pen.summary,
    "mandate": Pen.mandate,
    "method": Pen.method,
    "participation": Pen.participation,
    "events": Pen.events,
    "commitments": Pen.commitments,
    "redirected": Pen.redirected,
    "limits": Pen.limits,
    "conclusion": Pen.conclusion,
    "annex": Pen.annex,
}
