from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from keras_session import KerasFiles

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
def models(keras_files: KerasFiles) -> Path:
    """The folder that make_models.py filled."""
    return keras_files(HERE / "make_models.py")
