"""For all tests: no saved state, no real Keras without the marker `keras`, one terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from keras_session import KerasFiles, KerasPool

    from rnntui.reference.keras.client import KerasProcess

os.environ["RNNTUI_NO_STATE"] = "1"
os.environ["COLORTERM"] = "truecolor"

# How long an example takes proves nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NO_KERAS = Path(__file__).parent / "no_keras"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip on Windows what is marked `posix`, and say why."""
    marker = item.get_closest_marker("posix")
    if marker is not None and sys.platform == "win32":
        pytest.skip(marker.args[0])


@pytest.fixture(scope="session")
def keras_started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the stand-in for TensorFlow touches when it is imported."""
    return tmp_path_factory.mktemp("no_keras") / "started"


class _Watched(tuple[str, ...]):
    """The worker's command, which touches a file when it is run: killed at once, it imports nothing."""

    def __new__(cls, command: tuple[str, ...], started: Path) -> _Watched:
        watched = super().__new__(cls, command)
        watched.started = started
        return watched

    def __iter__(self) -> Iterator[str]:
        self.started.touch()
        return super().__iter__()


@pytest.fixture(autouse=True)
def keras_by_marker(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, keras_started: Path
) -> Iterator[None]:
    """Marked `keras`, a test shares the session's workers; else it fails if it starts Keras."""
    if request.node.get_closest_marker("keras"):
        with request.getfixturevalue("keras_pool").replacing_start():
            yield
        return
    from rnntui.reference.keras.process import child

    monkeypatch.setattr(child, "WORKER", _Watched(child.WORKER, keras_started))
    monkeypatch.setenv("RNNTUI_TESTS_KERAS_STARTED", str(keras_started))
    monkeypatch.setenv("PYTHONPATH", str(NO_KERAS), prepend=os.pathsep)
    yield
    if keras_started.exists():
        keras_started.unlink()
        pytest.fail("started Keras without the marker 'keras'")


@pytest.fixture(scope="session")
def keras_pool() -> Iterator[KerasPool]:
    """The workers of this session."""
    from keras_session import KerasPool

    pool = KerasPool()
    yield pool
    pool.end()
    assert "tensorflow" not in sys.modules


@pytest.fixture(scope="session")
def keras(keras_pool: KerasPool) -> Iterator[KerasProcess]:
    """The real Keras."""
    with keras_pool.take() as process:
        yield process


@pytest.fixture(scope="session")
def keras_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KerasFiles]:
    """`keras_files(script, *arguments)`: the folder that a script filled with the real Keras.

    RNNTUI_KERAS_FILES names a folder that keeps the files for later sessions.
    """
    from keras_session import KerasFiles

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all the workers
    if kept := os.environ.get("RNNTUI_KERAS_FILES"):
        folder = Path(kept).absolute()
        folder.mkdir(exist_ok=True)
    files = KerasFiles(folder)
    yield files
    files.end()
