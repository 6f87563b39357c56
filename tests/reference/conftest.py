from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnntui.reference.keras.client import KerasProcess

HERE = Path(__file__).parent


@pytest.fixture
def fake() -> Iterator[Callable[..., KerasProcess]]:
    """Starts stand-ins of fakes.py by name, and closes them."""
    started = []

    def start(name: str, **kwargs: float) -> KerasProcess:
        command = [sys.executable, str(HERE / "fakes.py"), name]
        started.append(KerasProcess.start(command=command, **kwargs))
        return started[-1]

    yield start
    for process in started:
        process.close()
        process.log.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def keras() -> Iterator[KerasProcess]:
    """The real Keras, once for all tests."""
    with KerasProcess.start() as process:
        yield process
    assert "tensorflow" not in sys.modules


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that make_models.py filled."""
    folder = tmp_path_factory.mktemp("models")
    subprocess.run(
        [sys.executable, str(HERE / "make_models.py"), str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return folder
