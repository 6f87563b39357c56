"""Records `session.svg`, the animated picture of the README: the real app, driven by a user's keys.

    python screenshots/session.py

Each scene is some keys and a caption. The app's own SVG of every scene is cut into lines; a line that
stays the same over several scenes is written once, and CSS keyframes show it for as long as it lasts.
A viewer that prefers reduced motion, or knows no CSS animation, sees the first scene.
"""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from make import app, until

from rnntui.tui.commands.saving import picture

OUT = Path(__file__).parent / "session.svg"
WIDTH, HEIGHT = 120, 36
CAPTION_HEIGHT = 46
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Scene:
    """Some keys, what they show, and for how many seconds it is shown."""

    keys: tuple[str, ...]
    caption: str
    seconds: float = 3.0


SCENES = (
    Scene((), "rnntui model.keras: stopped at t=0, at the first equation", 4),
    Scene(("s",), "s  step: the next equation, worked out term by term"),
    Scene(("s", "s"), "s  again: the activation, its curve, a dot for each unit"),
    Scene(("n",), "n  next timestep: hₜ₋₁ is the hₜ of the step before"),
    Scene(("n",), "n  what changed is marked"),
    Scene(("N",), "N  and back again: shift runs backwards"),
    Scene(("b", *"abs(h_t[0]) > 0.6"), "b  a breakpoint, checked while it is typed", 3.5),
    Scene(("enter", "c"), "c  continue: stopped where the condition holds", 3.5),
    Scene(("w", *"norm(h_t - h_prev)", "enter"), "w  watch an expression, here and over time", 3.5),
    Scene(("G",), "G  the last timestep: our value, Keras's, the target", 4.5),
)


def main() -> None:
    """Record the scenes and write the animation."""
    os.environ.pop("NO_COLOR", None)
    os.environ["COLORTERM"] = "truecolor"
    drawings = asyncio.run(_record())
    OUT.write_text(animation(drawings, SCENES), "utf-8")
    print(f"wrote {OUT.name}, {OUT.stat().st_size // 1000} kB")


async def _record() -> list[str]:
    drawings = []
    debugger = app()
    async with debugger.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await until(pilot, lambda: debugger.session.has_reference(0))
        await pilot.press("escape")
        for scene in SCENES:
            await pilot.press(*scene.keys)
            await pilot.pause(0.3)
            drawings.append(picture(debugger))
    return drawings


def animation(drawings: list[str], scenes: tuple[Scene, ...]) -> str:
    """One SVG that shows each drawing in turn, for as long as its scene lasts."""
    frames = [_lines(drawing) for drawing in drawings]
    styles: dict[str, str] = {}
    shown: dict[tuple[int, str], list[int]] = {}
    for index, lines in enumerate(frames):
        for row, elements in lines.rows.items():
            content = "".join(_element(element, lines.styles, styles) for element in elements)
            shown.setdefault((row, content), []).append(index)
    ends = [sum(scene.seconds for scene in scenes[: i + 1]) for i in range(len(scenes))]
    starts = [0.0, *ends[:-1]]
    spans: dict[tuple[int, int], str] = {}
    body, captions = [], []
    for (_, content), indices in shown.items():
        for first, last in _runs(indices):
            name = spans.setdefault((first, last), f"s{first}_{last}")
            body.append(f'<g class="{name}">{content}</g>')
    width, height = frames[0].width, frames[0].height
    for index, scene in enumerate(scenes):
        name = spans.setdefault((index, index), f"s{index}_{index}")
        captions.append(
            f'<text class="{name} caption" x="{width / 2}" y="{height + 30}">{escape(scene.caption)}</text>'
        )
    rules = [_rule(name, starts[a], ends[b], ends[-1]) for (a, b), name in spans.items()]
    rules += [f".{name} {{ {css} }}" for css, name in styles.items()]
    return _DOCUMENT.format(
        width=width,
        height=height + CAPTION_HEIGHT,
        background=frames[0].background,
        screen=height,
        rules="\n".join(rules),
        body="\n".join(body),
        captions="\n".join(captions),
    )


@dataclass(frozen=True)
class _Lines:
    """A drawing cut into the lines of the screen; row -1 is its frame and title."""

    width: float
    height: float
    background: str
    styles: dict[str, str]
    rows: dict[int, list[ElementTree.Element]]


def _lines(drawing: str) -> _Lines:
    root = ElementTree.fromstring(drawing)
    width, height = (float(side) for side in root.attrib["viewBox"].split()[2:])
    css = "".join(style.text or "" for style in root.iter(f"{_SVG}style"))
    styles = dict(re.findall(r"\.terminal-[\w-]+-(r\d+) \{ ([^}]*?) ?\}", css))
    rows: dict[int, list[ElementTree.Element]] = {}
    transform = ""
    for group in root.iter(f"{_SVG}g"):
        transform = transform or group.attrib.get("transform", "")
        for element in group:
            if element.tag not in (f"{_SVG}rect", f"{_SVG}text") or "y" not in element.attrib:
                continue
            if "clip-path" in element.attrib or element.attrib.get("shape-rendering"):
                rows.setdefault(_row(element), []).append(element)
    background = next(
        rect.attrib["fill"] for rect in root.iter(f"{_SVG}rect") if "rx" in rect.attrib
    )
    return _Lines(width, height, background, styles, rows)


def _row(element: ElementTree.Element) -> int:
    """The row of the screen: 24.4 units each; text has its baseline 18.5 below the row's top."""
    y = float(element.attrib["y"])
    return round((y - 20) / 24.4) if element.tag.endswith("text") else round((y - 1.5) / 24.4)


def _element(element: ElementTree.Element, local: dict[str, str], styles: dict[str, str]) -> str:
    """An element with the styles of the whole animation, and without what only its drawing needs."""
    a = element.attrib
    if element.tag.endswith("rect"):
        return f'<rect fill="{a["fill"]}" x="{a["x"]}" y="{a["y"]}" width="{a["width"]}" height="{a["height"]}"/>'
    css = local[a["class"].rpartition("-")[2]]
    name = styles.setdefault(css, f"c{len(styles)}")
    text = escape(element.text or "")
    return f'<text class="{name}" x="{a["x"]}" y="{a["y"]}" textLength="{a["textLength"]}">{text}</text>'


def _runs(indices: list[int]) -> list[tuple[int, int]]:
    """Sorted scene numbers as runs of neighbours: first and last of each."""
    runs: list[tuple[int, int]] = []
    for index in indices:
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _rule(name: str, start: float, end: float, total: float) -> str:
    """CSS that shows a class from start to end, of every `total` seconds."""
    if (start, end) == (0, total):
        return ""
    frames = [(start, "visible"), (end, "hidden")]
    if start > 0:
        frames.insert(0, (0.0, "hidden"))
    steps = " ".join(f"{100 * at / total:.3f}% {{ visibility: {value} }}" for at, value in frames)
    first = "visible" if start == 0 else "hidden"
    return (
        f".{name} {{ visibility: {first}; animation: {name} {total}s step-end infinite }}\n"
        f"@keyframes {name} {{ {steps} }}"
    )


_DOCUMENT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>A session with rnntui: stepping through a recurrent network, forward and back</title>
<style>
text {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 20px; white-space: pre }}
.caption {{ fill: #888; text-anchor: middle; font-size: 22px }}
{rules}
@media (prefers-reduced-motion: reduce) {{ g, text {{ animation: none !important }} }}
</style>
<rect width="{width}" height="{screen}" rx="8" fill="{background}"/>
<g transform="translate(9, 41)">
{body}
</g>
{captions}
</svg>
"""

if __name__ == "__main__":
    main()
