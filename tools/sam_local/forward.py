"""Let containers reach a port that listens on this machine's loopback only."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

CHUNK = 65_536


@contextmanager
def forwarded(address: str, port: int) -> Iterator[int]:
    """Listen on `address` (the containers' gateway) and pass connections on to 127.0.0.1:`port`; lend the new port."""
    with socket.create_server((address, 0)) as listener:
        threading.Thread(target=_accept, args=(listener, port), daemon=True).start()
        yield int(listener.getsockname()[1])


def _accept(listener: socket.socket, port: int) -> None:
    with suppress(OSError):  # the listener was closed: done
        while True:
            caller, _ = listener.accept()
            threading.Thread(target=_connect, args=(caller, port), daemon=True).start()


def _connect(caller: socket.socket, port: int) -> None:
    with closing(caller), suppress(OSError), socket.create_connection(("127.0.0.1", port)) as callee:
        answering = threading.Thread(target=_pump, args=(callee, caller), daemon=True)
        answering.start()
        _pump(caller, callee)
        answering.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(CHUNK):
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)
