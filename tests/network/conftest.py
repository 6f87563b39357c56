from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from keras_session import KerasFiles

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def made(keras_files: KerasFiles) -> Callable[[str], Path]:
    """The folder that a script beside this file fills with models of the real Keras."""
    return lambda script: keras_files(HERE / script)
