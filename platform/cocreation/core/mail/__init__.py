"""Outgoing mail: rows of the outbox, how they are written, sent, tried again and stopped."""

from __future__ import annotations

from cocreation.core.mail.bounces import UndeliverableAddress
from cocreation.core.mail.outgoing import STATES, OutgoingMail, be_quiet, cancel, is_quiet, one_line, queue, was_queued
from cocreation.core.mail.sending import before_sending, compose, deliver_due, recover, try_again
from cocreation.core.mail.writing import Part, as_rows, html_of, text_of

__all__ = [
    "STATES", "OutgoingMail", "Part", "UndeliverableAddress", "as_rows", "be_quiet", "before_sending", "cancel",
    "compose", "deliver_due", "html_of", "is_quiet", "one_line", "queue", "recover", "text_of", "try_again",
    "was_queued",
]  # fmt: skip
