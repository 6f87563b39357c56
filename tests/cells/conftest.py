from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rnntui.reference.keras.client import KerasProcess


@pytest.fixture(scope="session")
def keras() -> Iterator[KerasProcess]:
    """The real Keras, once for all tests."""
    with KerasProcess.start() as process:
        yield process


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where model files go; a name may be used again."""
    return tmp_path_factory.mktemp("cells")
