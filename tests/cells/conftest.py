from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where model files go; a name may be used again."""
    return tmp_path_factory.mktemp("cells")
