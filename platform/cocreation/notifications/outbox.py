"""The mails that development writes into a folder instead of sending them."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

MOST = 100


@dataclass(frozen=True)
class WrittenMail:
    """One mail of the folder: what a person would read."""

    name: str
    recipient: str
    subject: str
    language: str
    text: str


def written_mails(folder: Path) -> list[WrittenMail]:
    """The last mails of the folder, the newest first; at most a hundred.

    Args:
        folder: where core.mail writes its files, which are numbered.
    """
    files = sorted(folder.glob("*.eml"), reverse=True)[:MOST]
    return [_read(path) for path in files]


def _read(path: Path) -> WrittenMail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    body = message.get_body(preferencelist=("plain",))
    return WrittenMail(
        name=path.name,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        language=str(message["Content-Language"] or ""),
        text=str(body.get_content()) if body else "",
    )
