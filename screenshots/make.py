"""Makes the pictures beside this script: the real app, on the bundled models and data.

    python screenshots/make.py [PART…]

A part is one of PARTS below; without one it makes all.

The app runs without a terminal, is sent the keys of a user, and gives what it shows as SVG. PNG is
drawn from it by Chromium (Debian: apt install chromium) or, where there is none, by rsvg-convert, which
sets some letters too wide (Debian: apt install librsvg2-bin; macOS: brew install librsvg).
"""

from __future__ import annotations

import asyncio
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import networks
from textual.pilot import Pilot
from textual.widgets import Sparkline
from web import web_screen

from rnntui.data.bundled import DEFAULT_MODEL, TRAINING_DATA, bundled
from rnntui.data.read import read_dataset
from rnntui.debugger.session.open_session import open_session
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import build_graph
from rnntui.tui.app import DebuggerApp
from rnntui.tui.commands.saving import picture

FOLDER = Path(__file__).parent.resolve()
SIZES = ((80, 24), (120, 36), (200, 60))
PICTURE = (120, 36)
# Those kept as SVG too.
SVGS = tuple(f"main-{width}x{height}" for width, height in SIZES)
# The equation hW, its third unit, at timestep 7.
MOVES = ("s", "right", "right", "7", "G")


# How else the screen may look: the terminal's environment, the theme, whether in ASCII.
LOOKS = {
    "light": ({}, "textual-light", False),
    "ascii": ({}, "", True),
    "colours-16": ({"COLORTERM": "", "TERM": "xterm-16color"}, "", False),
    "no-colour": ({"NO_COLOR": "1"}, "", False),
}


def app(*, ascii_only: bool = False) -> DebuggerApp:
    """The app as `rnntui` opens it."""
    dataset = read_dataset(bundled(TRAINING_DATA))
    session = open_session(bundled(DEFAULT_MODEL), dataset)
    return DebuggerApp(session, dataset, ascii_only=ascii_only)


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 60) -> None:
    """Let the app work until something holds."""
    for _ in range(int(seconds * 20)):
        if holds():
            break
        await pilot.pause(0.05)
    else:
        raise TimeoutError("the app did not come to what the picture should show")
    await pilot.pause(0.2)


async def main_screens() -> None:
    """The debugger at each size, with Keras's values; and its help."""
    for width, height in SIZES:
        debugger = app()
        async with debugger.run_test(size=(width, height)) as pilot:
            await pilot.press(*MOVES)
            session = debugger.session
            await until(pilot, lambda session=session: session.has_reference(0))  # type: ignore[misc]
            save(debugger, f"main-{width}x{height}")
            if (width, height) == PICTURE:
                await pilot.press("f1")
                await pilot.pause(0.2)
                save(debugger, f"help-{width}x{height}")


async def look_screens() -> None:
    """The same on a light theme, in ASCII, in 16 colours, and with none."""
    width, height = PICTURE
    for name, (environment, theme, ascii_only) in LOOKS.items():
        before = dict(os.environ)
        os.environ.update(environment)
        try:
            debugger = app(ascii_only=ascii_only)
            async with debugger.run_test(size=(width, height)) as pilot:
                debugger.theme = theme or debugger.theme
                await pilot.press(*MOVES, "tab")
                session = debugger.session
                await until(pilot, lambda session=session: session.has_reference(0))  # type: ignore[misc]
                save(debugger, f"{name}-{width}x{height}")
        finally:
            os.environ.clear()
            os.environ.update(before)


async def time_screens() -> None:
    """A timestep that is masked, and a run from the end of a sequence."""
    width, height = PICTURE
    dataset = read_dataset(bundled(TRAINING_DATA))
    for network, data, moves in (
        (networks.masked(), networks.ending(dataset), ("1", "5", "G", "9", "s")),
        (networks.bidirectional(), dataset, ("d", "7", "G")),
    ):
        debugger = DebuggerApp(Session.open(build_graph(network), data), data)
        async with debugger.run_test(size=(width, height)) as pilot:
            await pilot.press(*moves)
            session = debugger.session
            await until(pilot, lambda session=session: session.has_reference(0))  # type: ignore[misc]
            save(debugger, f"{network.name}-{width}x{height}")


async def learning_screens() -> None:
    """The tour's first step on a small screen, its third on a larger one; the help of a pane."""
    for (width, height), moves in (((80, 24), ()), (PICTURE, ("s", "n"))):
        debugger = app()
        async with debugger.run_test(size=(width, height)) as pilot:
            await until(pilot, lambda session=debugger.session: session.has_reference(0))  # type: ignore[misc]
            await pilot.press("T", *moves)
            await pilot.pause(0.2)
            save(debugger, f"tour-{width}x{height}")
            if moves:
                await pilot.press("escape", "question_mark")
                await pilot.pause(0.2)
                save(debugger, f"pane-help-{width}x{height}")


async def kind_screens() -> None:
    """An equation of each kind, time from afar, classes."""
    width, height = PICTURE
    dataset = read_dataset(bundled(TRAINING_DATA))
    for name, network, data, moves in (
        ("curve", networks.gates(), dataset, ("7", "G", "3", "s", "right")),
        ("gates", networks.gates(), dataset, ("7", "G", "6", "s", "tab", "tab")),
        ("convolution", networks.images(), networks.pictures(), ("2", "G", "1", "4", "right")),
        (
            "timeline",
            networks.long(),
            networks.waves(),
            ("tab",) * 5 + ("z", "5", "0", "0", "G", "3", "less_than_sign"),
        ),
        ("classes", networks.classes(), networks.labelled(dataset), ("G", "f")),
    ):
        debugger = DebuggerApp(Session.open(build_graph(network), data), data)
        async with debugger.run_test(size=(width, height)) as pilot:
            session = debugger.session
            await until(pilot, lambda session=session: session.has_reference(0))  # type: ignore[misc]
            await pilot.press(*moves)
            await pilot.pause(0.2)
            save(debugger, f"{name}-{width}x{height}")


async def layout_screens() -> None:
    """Other layouts."""
    width, height = PICTURE
    debugger = app()
    async with debugger.run_test(size=(width, height)) as pilot:
        await until(pilot, lambda: debugger.session.has_reference(0))
        await pilot.press(*MOVES)
        for name in ("presenter", "focus"):
            debugger.say(f"layout {name}")
            await pilot.pause(0.2)
            save(debugger, f"{name}-{width}x{height}")


async def breakpoints_screen() -> None:
    """Stopped at a breakpoint, with watches."""
    width, height = PICTURE
    debugger = app()
    async with debugger.run_test(size=(width, height)) as pilot:
        await pilot.press("b", *"abs(h_t[0]) > 0.6", "enter", "s", "b", "enter", "1", "0", "G")
        await pilot.press("w", *"norm(h_t - h_prev)", "enter", "w", *"h_t", "enter", "2", "b", "c")
        session = debugger.session
        await until(pilot, lambda: session.has_reference(0) and session.cursor.t > 10)
        save(debugger, f"breakpoints-{width}x{height}")
        await pilot.press("2", "b", "colon", *"print h_t[0] - h_prev[0]", "enter")
        await pilot.press(*"break abs(h_q[0]) > 0.6", "enter")
        await pilot.pause(0.2)
        save(debugger, f"command-line-{width}x{height}")


async def table_screens() -> None:
    """All samples, the worst first; and the model as a tree."""
    width, height = PICTURE
    debugger = app()
    async with debugger.run_test(size=(width, height)) as pilot:
        await until(pilot, lambda: debugger.session.has_reference(0))
        await pilot.press("o", "w")
        await until(pilot, lambda: debugger.session.table.complete)
        save(debugger, f"samples-{width}x{height}")
    network = networks.bidirectional()
    dataset = read_dataset(bundled(TRAINING_DATA))
    debugger = DebuggerApp(Session.open(build_graph(network), dataset), dataset)
    async with debugger.run_test(size=(width, height)) as pilot:
        await pilot.press("d", "7", "G", "m")
        await pilot.pause(0.2)
        save(debugger, f"model-{width}x{height}")


async def training_screen() -> None:
    """A training on its way."""
    width, height = PICTURE
    debugger = app()
    async with debugger.run_test(size=(width, height)) as pilot:
        await pilot.press("t")
        await pilot.pause(0.2)
        await pilot.press("enter")
        curve = debugger.screen.query_one(Sparkline)
        await until(pilot, lambda: len(curve.data or ()) >= 30)
        save(debugger, f"training-{width}x{height}")
        await pilot.press("escape")
        await until(pilot, lambda: len(debugger.screen_stack) == 1)


def save(debugger: DebuggerApp, name: str) -> None:
    """Write what the app shows as PNG or, where nothing here can draw that, as SVG; of SVGS both."""
    svg = FOLDER / f"{name}.svg"
    # Each export draws new ids; with the picture's own, the same screen gives the same file.
    drawing = re.sub(r"terminal-\d+", f"terminal-{name}", picture(debugger))
    svg.write_text(drawing, "utf-8")
    said = [svg.name]
    png = svg.with_suffix(".png")
    if (command := drawing_command(svg, png)) is not None:
        subprocess.run(command, check=True, capture_output=True)
        said.append(png.name)
        if name not in SVGS:
            svg.unlink()
            said = [png.name]
    print("wrote", ", ".join(said), flush=True)


def drawing_command(svg: Path, png: Path) -> list[str | Path] | None:
    """What draws the picture, the best first; None where nothing here can."""
    if browser := shutil.which("chromium") or shutil.which("chromium-browser"):
        found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text("utf-8"))
        assert found is not None
        size = ",".join(str(math.ceil(float(side))) for side in found.groups())
        return [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--window-size={size}", "--force-device-scale-factor=0.75", f"--screenshot={png}", svg.as_uri(),
        ]  # fmt: skip
    if shutil.which("rsvg-convert"):
        return ["rsvg-convert", "--zoom", "0.75", "--output", png, svg]
    return None


PARTS = {
    "main": main_screens,
    "look": look_screens,
    "time": time_screens,
    "learning": learning_screens,
    "kind": kind_screens,
    "layout": layout_screens,
    "breakpoints": breakpoints_screen,
    "table": table_screens,
    "training": training_screen,
    "web": lambda: web_screen(FOLDER / "serve.png"),
}


def main() -> None:
    """Make them all, or the parts that are named, with what a training writes in a folder that goes away."""
    # A picture of the app in colour, whatever terminal this runs in.
    os.environ.pop("NO_COLOR", None)
    os.environ["COLORTERM"] = "truecolor"
    with tempfile.TemporaryDirectory() as folder:
        here = Path.cwd()
        os.chdir(folder)
        try:
            for part in sys.argv[1:] or PARTS:
                asyncio.run(PARTS[part]())
        finally:
            os.chdir(here)
    if drawing_command(FOLDER / "main-80x24.svg", FOLDER / "x.png") is None:
        print("no PNG: nothing here draws them (see the head of this script)", file=sys.stderr)


if __name__ == "__main__":
    main()
