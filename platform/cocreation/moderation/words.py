"""What the desk calls things: kinds, states, keys, and what is said of a decision just taken."""

from __future__ import annotations

from cocreation.core.i18n import N_

KIND_WORDS: dict[str, str] = {
    "second_look": N_("Second look"),
    "proposal": N_("Proposal"),
    "revision": N_("New text of a proposal"),
    "draft": N_("Draft commitment"),
    "comment": N_("Comment"),
}
COMMENT_STATES: dict[str, str] = {
    "visible": N_("Visible"),
    "hidden": N_("Hidden"),
    "withdrawn": N_("Withdrawn by its author"),
}
REVISION_STATES: dict[str, str] = {
    "proposed": N_("Waiting to be checked"),
    "accepted": N_("Published"),
    "refused": N_("Not taken"),
    "withdrawn": N_("Taken back by its author"),
}
REPORT_STATES: dict[str, str] = {
    "waiting": N_("A moderator reads it, and you are told what is decided."),
    "kept": N_("A moderator read it and found nothing that the charter forbids."),
    "acted": N_("A moderator read it and acted on it."),
}
# The single keys of the desk; each decision keeps its own in every language.
KEYS: dict[str, str] = {
    "publish": "p", "correction": "c", "refuse": "r", "other_channel": "o", "out_of_scope": "s", "duplicate": "d",
    "move": "m", "keep": "k", "hide": "h",
}  # fmt: skip
DONE: dict[str, str] = {
    "publish": N_("Published: %(reference)s."),
    "correction": N_("Sent back for correction: %(reference)s."),
    "refuse": N_("Refused: %(reference)s."),
    "other_channel": N_("Directed to another channel: %(reference)s."),
    "out_of_scope": N_("Out of scope: %(reference)s."),
    "duplicate": N_("Linked as already proposed: %(reference)s."),
    "move": N_("Moved to another theme: %(reference)s."),
    "keep": N_("Comment kept visible, on %(reference)s."),
    "hide": N_("Comment hidden, on %(reference)s."),
}
REVISION_DONE: dict[str, str] = {
    "publish": N_("New text published: %(reference)s."),
    "refuse": N_("New text not taken: %(reference)s."),
}
