"""A read that crashes or hangs does so in a child process, and is reported in one line."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from models import dense, write_model

from rnntui.errors import ModelFileError
from rnntui.network.keras.files import sandboxed_read as trial
from rnntui.network.read import read_network

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="read without a trial elsewhere")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file, in a process that appears to have no other threads, like that of the command."""
    monkeypatch.setattr(trial.threading, "active_count", lambda: 1)
    monkeypatch.setattr(trial, "_SECONDS", 1)
    path = tmp_path / "m.h5"
    path.write_bytes(b"")
    return path


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def run_on() -> None:
    while True:
        pass


def fail() -> None:
    raise ValueError("nobody's concern")


@pytest.mark.parametrize(
    ("read", "message"), [(crash, "crashes on it"), (os.abort, "crashes"), (run_on, "hangs on it")]
)
def test_a_read_that_crashes_or_hangs(alone: Path, read, message: str) -> None:
    with pytest.raises(ModelFileError, match=rf"m\.h5: damaged; the HDF5 library {message}"):
        trial.check_in_child(read, alone)


@pytest.mark.parametrize("read", [fail, lambda: None])
def test_a_read_that_ends_is_repeated_in_the_parent(alone: Path, read) -> None:
    trial.check_in_child(read, alone)


def test_a_child_that_is_killed_for_waiting_does_not_condemn_the_file(
    alone: Path, monkeypatch
) -> None:
    monkeypatch.setattr(trial, "_PATIENCE", 0.2)
    trial.check_in_child(threading.Event().wait, alone)


def test_a_process_with_threads_is_not_forked(alone: Path, monkeypatch) -> None:
    monkeypatch.setattr(trial.threading, "active_count", lambda: 2)
    monkeypatch.setattr(os, "fork", None)
    trial.check_in_child(crash, alone)


def test_without_a_free_process_the_test_read_is_skipped(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)
    trial.check_in_child(crash, alone)


def test_an_intact_file_passes_the_test_read(alone: Path) -> None:
    network = read_network(write_model(alone, [dense(3)], shape=(4,)))
    assert [array.shape for array in network.layers["dense"].weights] == [(4, 3), (3,)]
    assert network.layers["dense"].weights[0].any()
