"""`rnntui serve`: the debugger in a browser, for its own page only."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import sys
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import browser
import pytest

from rnntui.data.bundled import DEFAULT_MODEL, bundled
from rnntui.tui.web import check_free, is_local

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG"


@asynccontextmanager
async def served(folder, *options):
    """A server on the bundled model, in a folder and under a name that a shell would stumble on."""
    name = "it's $(a) model.keras"
    shutil.copy(bundled(DEFAULT_MODEL), folder / name)
    # Keras is not what this is about: without TensorFlow nothing waits for it.
    (folder / "tensorflow.py").write_text("raise ImportError\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "rnntui", "serve", name, "--port", str(port), *options,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), "RNNTUI_NO_STATE": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        assert line == f"{name} on http://localhost:{port} · Ctrl-C ends it\n"
        # The line is said before the port is open.
        async with asyncio.timeout(30):
            while True:
                try:
                    (await asyncio.open_connection("127.0.0.1", port))[1].close()
                except OSError:
                    await asyncio.sleep(0.01)
                else:
                    break
        yield process, f"localhost:{port}"
    finally:
        if process.returncode is None and os.name == "posix":
            # Killed outright, it would leave its visitors' debuggers running.
            process.send_signal(signal.SIGINT)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 30)
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until(visitor, text, seconds=60):
    """Wait until the terminal is sent a text; all that it was sent."""
    got = b""
    async with asyncio.timeout(seconds):
        while text not in got:
            message = await visitor.receive()
            assert message.type is not aiohttp.WSMsgType.CLOSED, got
            if message.type is aiohttp.WSMsgType.BINARY:
                got += message.data
    return got


@pytest.mark.posix("Windows cannot send SIGINT to a child")
async def test_a_visitor_sees_and_steps_the_debugger_and_ctrl_c_ends_all(tmp_path):
    async with served(tmp_path, "--time", "3") as (server, address), aiohttp.ClientSession() as web:
        origin = f"http://{address}"
        where = f"ws://{address}/ws?width=120&height=36"
        async with web.ws_connect(where, origin=origin) as visitor:
            seen = await until(visitor, b"command")
            assert b"EQUATIONS" in seen
            assert b"t 3/19" in seen
            await visitor.send_str(json.dumps(["stdin", "n"]))
            await until(visitor, b"t=4")
            server.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(server.wait(), 30) == 0
        assert (await server.stderr.read()) == b""


async def test_what_a_visitor_saves_the_browser_downloads(tmp_path):
    async with served(tmp_path) as (_, address), aiohttp.ClientSession() as web:
        before = sorted(tmp_path.iterdir())
        where = f"ws://{address}/ws?width=120&height=36"
        async with web.ws_connect(where, origin=f"http://{address}") as visitor:
            await until(visitor, b"command")
            await visitor.send_str(json.dumps(["stdin", "Y"]))
            await until(visitor, b"save ")
            await visitor.send_str(json.dumps(["stdin", "../x.md\r"]))
            async with asyncio.timeout(60):
                while True:
                    message = await visitor.receive()
                    if message.type is aiohttp.WSMsgType.TEXT:
                        kind, key = json.loads(message.data)[:2]
                        if kind == "deliver_file_start":
                            break
            async with web.get(f"http://{address}/download/{key}") as answer:
                text = await answer.text()
                assert answer.headers["Content-Disposition"].endswith("filename=x.md")
        assert text.startswith("# it's ")
        assert "| term | xₜ | Wxh | product |" in text
        assert sorted(tmp_path.iterdir()) == before
        assert not (tmp_path.parent / "x.md").exists()


async def test_other_pages_and_other_names_are_kept_out(tmp_path):
    async with served(tmp_path) as (_, address), aiohttp.ClientSession() as web:
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            async with web.get(f"http://{address}/", headers=headers) as answer:
                assert answer.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await web.ws_connect(f"ws://{address}/ws", origin="http://evil.example")
        async with web.get(f"http://{address}/") as answer:
            page = await answer.text()
        assert "https://" not in page, "the page needs nothing from elsewhere"
        assert f"ws://{address}/ws" in page
        font = "/static/fonts/RobotoMono-VariableFont_wght.ttf"
        assert font in page
        async with web.get(f"http://{address}{font}") as answer:
            assert answer.status == 200


@pytest.mark.skipif(browser.PROGRAM is None, reason="no Chromium here: apt install chromium")
@pytest.mark.exhaustive
async def test_in_chromium(tmp_path):
    folder = tmp_path / "served"
    folder.mkdir()
    async with (
        served(folder, "--time", "3") as (_, address),
        browser.opened(f"http://{address}/", tmp_path / "browser") as page,
    ):
        await page.until(b"EQUATIONS")
        await page.until(b"command")
        before = await page.picture()
        await page.do("Runtime.evaluate", expression="document.querySelector('textarea').focus()")
        await page.press("n")
        await page.until(b"t=4")
        after = await page.picture()
        assert before.startswith(PNG)
        assert after.startswith(PNG)
        assert all(url.startswith((f"http://{address}/", "data:")) for url in page.asked), (
            page.asked
        )
        if folder := os.environ.get("RNNTUI_PICTURES"):
            Path(folder, "serve.png").write_bytes(after)


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("", False),
     ("::", False), ("192.168.1.4", False), ("localhost.evil.example", False)],
)  # fmt: skip
def test_what_only_this_machine_reaches(host, local):
    assert is_local(host) is local


def test_a_port_that_is_taken_is_one_line():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Exception, match=rf"^--port {port}: can't listen on 127.0.0.1 there \("):
            check_free("127.0.0.1", port)
    check_free("127.0.0.1", port)
