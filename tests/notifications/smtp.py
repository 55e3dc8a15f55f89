"""A mail server of our own on a local port: it keeps what it takes and refuses what a test says."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser


@dataclass
class Server:
    """What a server was given, and its answers to recipients and to messages."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to_recipient: Callable[[str], str] = lambda _address: "250 2.1.5 ok"
    to_message: Callable[[], str] = lambda: "250 2.0.0 taken"
    connections: int = 0


class _Talk(socketserver.StreamRequestHandler):
    server: _Listener

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        kept = self.server.kept
        kept.connections += 1
        self.say("220 test")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            verb = line.split(":")[0].split(" ")[0].upper()
            if verb == "RCPT":
                self.say(kept.to_recipient(line.partition("<")[2].partition(">")[0]))
            elif verb == "DATA":
                self.say("354 go on")
                self._message(kept)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def _message(self, kept: Server) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = kept.to_message()
        if answer.startswith("250"):
            kept.taken.append(BytesParser(EmailMessage, policy=policy.default).parsebytes(b"".join(lines)))
        self.say(answer)


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, kept: Server) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.kept = kept


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server until the block ends."""
    kept = Server()
    listener = _Listener(kept)
    kept.port = listener.server_address[1]
    threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield kept
    finally:
        listener.shutdown()
        listener.server_close()
