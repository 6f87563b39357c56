"""What the screen costs: the first usable frame, memory, and a step, in a pseudo-terminal."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.terminal import Terminal

PRESSES = 15
ROUNDS = 6


@dataclass(frozen=True)
class Step:
    """What a key press costs: CPU seconds of the app, and bytes to the terminal, the most of any."""

    cpu: float
    bytes: int


@dataclass(frozen=True)
class ScreenCosts:
    """tensorflow, first_frame: seconds (medians); memory: MB; steps: by key."""

    tensorflow: float
    first_frame: float
    memory: float
    steps: dict[str, Step]


def usable(text: str) -> bool:
    """Whether the screen shows equations, values, and where we are."""
    return "Wxh" in text and re.search(r"[+-]?\d*\.\d{3}", text) is not None and place(text) != ""


def place(text: str) -> str:
    """What the screen says of the cursor's timestep: "t 7/19"."""
    found = re.search(r"\bt +\d+/\d+", text)
    return found[0] if found else ""


def status(text: str) -> str:
    """The line that says where we are: of a frame it is drawn last, and no two steps share it."""
    return text.splitlines()[-2]


def measure(model: Path, data: Path, times: int = 5) -> ScreenCosts:
    """Start the app `times` times, by turns with an import of TensorFlow, and step in the last."""
    command = [sys.executable, "-m", "rnntui", str(model), "--data", str(data)]
    imports, frames = [], []
    for _ in range(times):
        imports.append(import_tensorflow())
        with Terminal(command) as terminal:
            frames.append(terminal.wait_for(usable) - terminal.started)
    with Terminal(command) as terminal:
        terminal.wait_for(usable)
        # Keras's values arrive meanwhile; they are no part of a step.
        terminal.settle(quiet=4.0)
        steps = {
            "n (timestep)": step(terminal, "n", "N"),
            "s (equation)": step(terminal, "s", "S"),
        }
        memory = terminal.memory_mb()
    return ScreenCosts(median(imports), median(frames), memory, steps)


def import_tensorflow() -> float:
    """Seconds of `python -c "import tensorflow"`."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import tensorflow"], capture_output=True, check=True)
    return time.perf_counter() - start


def step(terminal: Terminal, forward: str, back: str, rounds: int = ROUNDS) -> Step:
    """A key press that moves the cursor, until its frame is drawn."""
    before, most = terminal.cpu_seconds(), 0
    for _ in range(rounds):
        for key in (forward, back):
            for _ in range(PRESSES):
                shown, received = status(terminal.text), terminal.received
                terminal.press(key)
                terminal.wait_for(lambda text, was=shown: status(text) != was, timeout=5)
                terminal.drain()
                most = max(most, terminal.received - received)
    return Step((terminal.cpu_seconds() - before) / (rounds * 2 * PRESSES), most)
