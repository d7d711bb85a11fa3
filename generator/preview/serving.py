"""Turns an app into answers at a port of this machine, until the block of a `with` ends."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.applications import Starlette

ADDRESS = "127.0.0.1"
# In seconds: what an answer that is on its way has left in the end.
GRACE = 1


def listening(port: int) -> socket.socket:
    """A port of this machine, which no other machine reaches; 0 takes a free one. Raises OSError."""
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind((ADDRESS, port))
        own.listen()
    except BaseException:
        own.close()
        raise
    return own


@contextmanager
def answering(app: Starlette, own: socket.socket) -> Iterator[None]:
    """In a thread beside this one, which has its signals to itself; it speaks the same language."""
    from uvicorn import Config, Server

    config = Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = Server(config)
    thread = Thread(target=copy_context().run, args=(server.run, [own]), daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield
    finally:
        server.should_exit = True
        thread.join()
        own.close()
