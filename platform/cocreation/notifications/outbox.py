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
    html: str


def written_mails(folder: Path) -> list[WrittenMail]:
    """The last mails of the folder, the newest first; at most a hundred.

    Args:
        folder: where core.mail writes its files, which are numbered.
    """
    files = sorted(folder.glob("*.eml"), reverse=True)[:MOST]
    return [_read(path) for path in files]


def written_mail(folder: Path, name: str) -> WrittenMail | None:
    """One mail of the folder by the name of its file; None where there is none."""
    found = [path for path in folder.glob("*.eml") if path.name == name]
    return _read(found[0]) if found else None


def _read(path: Path) -> WrittenMail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    body, page = message.get_body(preferencelist=("plain",)), message.get_body(preferencelist=("html",))
    return WrittenMail(
        name=path.name,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        language=str(message["Content-Language"] or ""),
        text=str(body.get_content()) if body else "",
        html=str(page.get_content()) if page else "",
    )
