"""`rnntui serve`: what is wrong is said before anybody visits, and no name breaks the command."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnntui.cli.serve import command_for
from rnntui.data.bundled import DEFAULT_MODEL, bundled

NAMES = st.text(
    st.sampled_from("ab /'\"\\$`!;&|<>(){}*?~#%-= \n\t\u00e9"), min_size=1, max_size=20
)  # fmt: skip


@pytest.fixture
def served(monkeypatch):
    """The servers that would have been started."""
    from rnntui.tui.web import WebServer

    started = []
    monkeypatch.setattr(WebServer, "serve", lambda self, debug=False: started.append(self))
    return started


def test_it_serves_the_bundled_model_on_localhost(tell, served):
    told = tell("serve")
    assert (told.code, told.err) == (0, "")
    (server,) = served
    assert (server.host, server.port, server.title) == ("localhost", 8000, DEFAULT_MODEL)
    words = shlex.split(server.command)
    assert words[:6] == [sys.executable, "-P", "-m", "rnntui", "open", "--no-state"]
    assert words[-2:] == ["--", str(bundled(DEFAULT_MODEL))]


def test_every_option_of_open_is_handed_on(tell, served, tmp_path):
    code = tmp_path / "mine.py"
    code.write_text("")
    model = bundled(DEFAULT_MODEL)
    options = [
        "--random=4",
        "--seed=7",
        "--sample=2",
        "--time=3",
        f"--custom-objects={code}",
        "--ascii",
    ]
    assert tell("serve", model, *options).code == 0
    assert set(options) < set(shlex.split(served[0].command))


def test_another_host_is_warned_of_in_one_line(tell, served):
    told = tell("serve", "--host", "0.0.0.0", "--port", "8765")
    assert told.code == 0
    assert told.err.startswith("rnntui: 0.0.0.0 can be reached from other machines: whoever ")
    assert told.err.count("\n") == 1
    assert len(served) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.keras",), "missing.keras"),
        (("--sample", "999"), "sample 999: not in"),
        (("--time", "99"), "time 99: not in the sample"),
        (("--custom-objects", "no.py"), "no.py: no such file"),
        (("--port", "0"), "--port"),
        (("--host", "no such host"), "--host no such host: there is no such host"),
    ],
)
def test_what_is_wrong_is_said_before_anybody_visits(tell, served, arguments, told):
    tell("serve", *arguments).refused(told)
    assert not served


@given(NAMES, NAMES)
def test_a_shell_takes_no_name_for_its_own(model, data):
    command = command_for(Path(model), {"--data": Path(data), "--pad": None, "--seed": 0})
    *_, first, second, dashes, last = shlex.split(command)
    assert (first, second) == (f"--data={Path(data)}", "--seed=0")
    assert (dashes, last) == ("--", str(Path(model)))


@pytest.mark.posix("the command is quoted for a POSIX shell")
def test_the_same_by_a_real_shell():
    name = "-a b'c\"$(echo no)`echo no`;\\ é\n.keras"
    command = command_for(Path(name), {})
    prefix = command[: command.index("-P")]
    shown = command.replace(prefix, f"{prefix}-c 'import sys; print(repr(sys.argv[-1]))' ", 1)
    done = subprocess.run(shown, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == repr(name)


def test_help_loads_no_server(tell):
    code = "import sys; from rnntui.cli.main import run; run(['--help']); run(['serve', '--help'])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; assert not set(sys.modules) & {{'aiohttp', 'textual'}}"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout
