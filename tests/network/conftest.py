from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder that a script beside this file fills with models of the real Keras."""
    folders: dict[str, Path] = {}

    def make(script: str) -> Path:
        if script not in folders:
            folders[script] = tmp_path_factory.mktemp(script.removesuffix(".py"))
            subprocess.run(
                [sys.executable, str(HERE / script), str(folders[script])],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return folders[script]

    return make
