"""Reading messages: in pieces, several at once, from a pipe and from a file."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from prefect_toml_lsp.server.stdio import CHUNK, bodies
from tests.server.wire import COMMAND


def message(body: bytes, header: bytes = b"Content-Length: %d\r\n") -> bytes:
    return header % len(body) + b"\r\n" + body


def read(sent: bytes, size: int = CHUNK) -> list[bytes]:
    """The messages read when `sent` is written to a pipe `size` bytes at a time."""

    async def collect() -> list[bytes]:
        reading, writing = os.pipe()

        async def write() -> None:
            for start in range(0, len(sent), size):
                os.write(writing, sent[start : start + size])
                await asyncio.sleep(0)
            os.close(writing)

        task = asyncio.create_task(write())
        found = [body async for body in bodies(reading)]
        await task
        os.close(reading)
        return found

    return asyncio.run(collect())


@pytest.mark.parametrize("size", [1, 7, 30, CHUNK])
def test_messages_arrive_in_pieces_of_any_size(size: int) -> None:
    sent = [b"{}", '{"text":"é\r\n\r\n"}'.encode(), b"[1, 2]"]
    assert read(b"".join(map(message, sent)), size) == sent


def test_a_message_is_longer_than_a_chunk() -> None:
    body = b'"' + b"x" * (3 * CHUNK) + b'"'
    assert read(message(body) + message(b"{}"), CHUNK // 2) == [body, b"{}"]


@pytest.mark.parametrize(
    "header",
    [
        b"content-length:%d\r\n",
        b"CONTENT-LENGTH: \t%d\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n",
        b"Content-Length: %d\r\nContent-Type: x\r\n",
    ],
)
def test_headers_come_in_any_case_and_order(header: bytes) -> None:
    assert read(message(b"{}", header) + message(b"[]")) == [b"{}", b"[]"]


def test_a_header_without_a_length_is_skipped() -> None:
    assert read(b"Content-Length: many\r\n\r\nX: 1\r\n\r\n" + message(b"{}")) == [b"{}"]


def test_a_message_cut_off_at_the_end_is_dropped() -> None:
    assert read(message(b"{}") + b"Content-Length: 10\r\n\r\n{") == [b"{}"]


def test_a_message_is_handled_before_the_next_one() -> None:
    async def collect() -> list[str]:
        reading, writing = os.pipe()
        os.write(writing, message(b"1") + message(b"2"))
        os.close(writing)
        seen = []

        async def go_on(body: bytes) -> None:
            seen.append(f"task of {body.decode()}")

        tasks = []
        async for body in bodies(reading):
            seen.append(body.decode())
            tasks.append(asyncio.create_task(go_on(body)))
        os.close(reading)
        return seen

    assert asyncio.run(collect()) == ["1", "task of 1", "2", "task of 2"]


def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    """The event loop cannot wait for a file, nor for a pipe on Windows."""
    file = tmp_path / "messages"
    sent = [b'"' + b"x" * CHUNK + b'"', b"{}"]
    file.write_bytes(b"".join(map(message, sent)))

    async def collect() -> list[bytes]:
        descriptor = os.open(file, os.O_RDONLY)
        found = [body async for body in bodies(descriptor)]
        os.close(descriptor)
        return found

    assert asyncio.run(collect()) == sent


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_an_interrupt_ends_the_server_at_once() -> None:
    import signal

    with subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # as in a terminal
    ) as server:
        assert server.stdin
        assert server.stdout
        body = b'{"jsonrpc": "2.0", "id": 1, "method": "x"}'
        server.stdin.write(message(body))
        server.stdin.flush()
        assert server.stdout.readline()  # the server is running
        server.send_signal(signal.SIGINT)
        server.wait(timeout=10)
        assert server.returncode == 1
        assert server.stderr
        assert b"Traceback" not in server.stderr.read()
