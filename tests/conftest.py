"""For all tests: no saved state, no real Keras without the marker `keras`, one terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["RNNTUI_NO_STATE"] = "1"
os.environ["COLORTERM"] = "truecolor"

# How long an example takes proves nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NO_KERAS = Path(__file__).parent / "no_keras"


@pytest.fixture(scope="session")
def keras_started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the stand-in for TensorFlow touches when it is imported."""
    return tmp_path_factory.mktemp("no_keras") / "started"


@pytest.fixture(autouse=True)
def no_keras_without_marker(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, keras_started: Path
) -> Iterator[None]:
    """Fail a test that starts Keras, in this process or a child, and is not marked `keras`."""
    if request.node.get_closest_marker("keras"):
        yield
        return
    monkeypatch.setenv("RNNTUI_TESTS_KERAS_STARTED", str(keras_started))
    monkeypatch.setenv("PYTHONPATH", str(NO_KERAS), prepend=os.pathsep)
    yield
    if keras_started.exists():
        keras_started.unlink()
        pytest.fail("started Keras without the marker 'keras'")
    assert "tensorflow" not in sys.modules
