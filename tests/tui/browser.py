"""A headless Chromium that is told what to do over its debugging protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
from contextlib import asynccontextmanager

import aiohttp

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")


class Page:
    """A page; `got` is what its websockets have received, `asked` what it has fetched."""

    def __init__(self, socket):
        self._socket = socket
        self._number = 0
        self.got = b""
        self.asked = []

    async def do(self, method, **parameters):
        """Tell the browser something; its answer."""
        self._number += 1
        number = self._number
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = await self._next()
            if message.get("id") == number:
                return message.get("result", {})

    async def until(self, text, seconds=60):
        """Wait until a text has come over a websocket."""
        async with asyncio.timeout(seconds):
            while text not in self.got:
                await self._next()

    async def picture(self):
        """What the page looks like, as PNG."""
        return base64.b64decode((await self.do("Page.captureScreenshot", format="png"))["data"])

    async def press(self, key):
        """A key that is a letter."""
        code = {"code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        await self.do("Input.dispatchKeyEvent", type="keyDown", key=key, text=key, **code)
        await self.do("Input.dispatchKeyEvent", type="keyUp", key=key, **code)

    async def _next(self):
        message = json.loads((await self._socket.receive()).data)
        parameters = message.get("params", {})
        if message.get("method") == "Network.webSocketFrameReceived":
            response = parameters["response"]
            if response["opcode"] == 2:
                self.got += base64.b64decode(response["payloadData"])
        elif message.get("method") == "Network.requestWillBeSent":
            self.asked.append(parameters["request"]["url"])
        return message


@asynccontextmanager
async def opened(url, folder, size=(1240, 900)):
    """A page in a browser of its own."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
        f"--user-data-dir={folder}", f"--window-size={size[0]},{size[1]}", "about:blank",
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            while not (found := re.search(rb"ws://(\S+?)/", await process.stderr.readline())):
                assert process.returncode is None
        address = found[1].decode()
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://{address}/json") as answer:
                targets = await answer.json()
            target = next(one for one in targets if one["type"] == "page")
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                await page.do("Network.enable")
                await page.do("Page.enable")
                await page.do("Page.navigate", url=url)
                yield page
    finally:
        process.terminate()
        await process.communicate()
