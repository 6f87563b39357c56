"""The command from outside: help, version, what it imports, pipes and signals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"numpy", "h5py", "textual", "polars", "tensorflow", "keras", "msgspec"}
COMMAND = (sys.executable, "-m", "rnntui")


def loaded_by(*arguments: str, before: str = "") -> set[str]:
    """The top-level packages that are imported when the command has run in a new interpreter."""
    code = (
        f"import sys\n{before}\nfrom rnntui.cli.main import run\n"
        f"code = run({list(arguments)!r})\n"
        "print('\\n' + ' '.join({name.split('.')[0] for name in sys.modules}))\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_imports_nothing_heavy() -> None:
    assert not loaded_by("--help") & HEAVY


@pytest.mark.parametrize("command", ["open", "info", "verify", "trace", "train"])
def test_help_of_a_command(tell, command: str) -> None:
    told = tell(command, "--help")
    assert (told.code, told.err) == (0, "")
    assert f"rnntui {command}" in told.out


def test_info_imports_no_framework(folder) -> None:
    loaded = loaded_by("info", str(folder / "notebook.keras"))
    assert "h5py" in loaded
    assert not loaded & {"textual", "polars", "tensorflow", "keras"}


def test_trace_imports_no_framework(folder) -> None:
    loaded = loaded_by("trace", str(folder / "notebook.keras"), "--data", str(folder / "data.npz"))
    assert not loaded & {"textual", "polars", "tensorflow", "keras"}


def test_the_test_of_imports_can_fail() -> None:
    assert "polars" in loaded_by("--help", before="import polars")


def test_version(tell) -> None:
    assert tell("--version").out.startswith("rnntui ")


def test_help_names_every_command(tell) -> None:
    told = tell("--help")
    for name in ("rnntui MODEL", "info", "verify", "trace", "train"):
        assert name in told.out


def test_a_model_called_like_a_command(tell, folder, tmp_path, monkeypatch) -> None:
    (tmp_path / "info").write_bytes((folder / "notebook.keras").read_bytes())
    monkeypatch.chdir(tmp_path)
    tell("info").refused("MODEL")
    tell("./info").refused("needs a terminal")
    assert tell("info", "info").code == 0


@pytest.mark.posix("Windows has no SIGPIPE")
def test_a_reader_that_leaves_is_no_error(folder) -> None:
    process = subprocess.Popen(
        [*COMMAND, "trace", str(folder / "notebook.keras")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(folder) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "info", str(folder / "notebook.keras"), "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr == "rnntui: output: No space left on device\n"


def test_control_characters_of_a_name_are_shown_not_sent(tell) -> None:
    told = tell("info", "a\n\x1b[31mb.keras")
    told.refused("\\x1b[31mb.keras")
    assert "\x1b" not in told.err


def test_ctrl_c_is_quiet(tell, monkeypatch, folder) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rnntui.cli.loading.load_graph", interrupted)
    told = tell("info", folder / "notebook.keras")
    assert (told.code, told.out, told.err) == (130, "", "")
