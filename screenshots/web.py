"""The picture of the debugger in a browser: served as `rnntui serve` does, in headless Chromium."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tui"))

import browser


async def web_screen(out: Path) -> None:
    """Writes it, where there is a Chromium."""
    if browser.PROGRAM is None:
        return
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "rnntui", "serve", "--port", "8127", "--time", "6",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert server.stdout is not None
    try:
        await server.stdout.readline()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            url = "http://localhost:8127/"
            async with browser.opened(url, folder, (1500, 920)) as page:
                await page.until(b"EQUATIONS")
                # Keras's verdict is the last to come.
                await page.until(b"every h")
                await page.do(
                    "Runtime.evaluate", expression="document.querySelector('textarea').focus()"
                )
                await page.press("s")
                await page.press("l")
                await page.press("n")
                await page.until(b"t=7")
                await asyncio.sleep(1)
                out.write_bytes(await page.picture())
    finally:
        server.terminate()
        await server.wait()


if __name__ == "__main__":
    asyncio.run(web_screen(Path(__file__).with_name("serve.png")))
