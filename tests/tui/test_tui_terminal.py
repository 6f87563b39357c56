from __future__ import annotations

import os
import subprocess
import sys
import time

import pexpect
import pyte
import pytest

from rnntui.data.bundled import DEFAULT_MODEL, TRAINING_DATA, bundled

RUN = (
    "import sys; from pathlib import Path; from rnntui.cli.loading import load_data, load_graph; "
    "from rnntui.tui.launch import run_app; "
    f"graph = load_graph(Path({str(bundled(DEFAULT_MODEL))!r})); "
    f"sys.exit(run_app(graph, load_data(graph, Path({str(bundled(TRAINING_DATA))!r}), None, 0)))"
)


class Terminal:
    """A real pseudo-terminal of 80x24, and what it shows."""

    def __init__(self, command, **environment):
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        env = {**os.environ, "TERM": "xterm-256color", **environment}
        self.child = pexpect.spawn(
            "/bin/sh", ["-c", command], dimensions=(24, 80), env=env, timeout=30
        )

    def until(self, text, seconds=30.0):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                new = self.child.read_nonblocking(65536, timeout=0.1)
            except pexpect.TIMEOUT:
                new = b""
            except pexpect.EOF:
                break
            self.raw += new
            self.stream.feed(new)
            if any(text in line for line in self.screen.display):
                return
        raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(self.screen.display))


@pytest.mark.keras
@pytest.mark.posix("Windows has no pseudo-terminals")
@pytest.mark.filterwarnings("ignore:.*forkpty:DeprecationWarning")
def test_it_starts_steps_and_quits_with_the_terminal_restored():
    terminal = Terminal(
        f"stty -g; '{sys.executable}' -c \"{RUN}\"; echo code $?; stty -g; echo over"
    )
    terminal.until("▶ xW = xₜ · Wxh")
    terminal.child.send("3n")
    terminal.until("t 3/19")
    terminal.child.send("s")
    terminal.until("▶ hW")
    terminal.child.send("N")
    terminal.until("t 2/19")
    terminal.child.send("q")
    terminal.until("over")
    assert b"\x1b[?1049l" in terminal.raw
    text = terminal.raw.decode(errors="replace")
    assert "code 0" in text
    before = text.split("\r\n", 1)[0].strip()
    assert text.count(before) == 2, "stty says the terminal was not restored"
    terminal.child.close()


def test_without_a_terminal_it_names_another_way():
    done = subprocess.run(
        [sys.executable, "-c", RUN], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert "TerminalError" in done.stderr
    assert "rnntui trace" in done.stderr
    assert "\x1b[?1049h" not in done.stderr


@pytest.mark.posix("Windows has no pseudo-terminals")
@pytest.mark.filterwarnings("ignore:.*forkpty:DeprecationWarning")
def test_a_dumb_terminal_is_refused():
    terminal = Terminal(f"'{sys.executable}' -c \"{RUN}\" 2>&1 | tail -1; echo over", TERM="dumb")
    terminal.until("over")
    terminal.child.close()
    assert b"the screen needs a terminal" in terminal.raw


@pytest.mark.posix("Windows has no pseudo-terminals")
@pytest.mark.filterwarnings("ignore:.*forkpty:DeprecationWarning")
def test_what_native_code_writes_is_kept_off_the_screen_and_shown_afterwards():
    code = (
        "import os, sys; from rnntui.tui.terminal import own_stderr\n"
        "with own_stderr():\n"
        "    os.write(2, b'from native code'); print('the app', file=sys.stderr, flush=True)\n"
        "    print('still the app', file=sys.__stderr__, flush=True)\n"
    )
    terminal = Terminal(f"'{sys.executable}' -c \"{code}\"; echo over")
    terminal.until("over")
    terminal.child.close()
    text = terminal.raw.decode()
    assert text.index("still the app") < text.index("from native code")
