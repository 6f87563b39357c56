"""Files that appear whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rnntui.errors import OutputPathError


def check_writable(path: Path) -> None:
    """Raise OutputPathError if a file could not be written at `path`, without harming one there.

    Called before long work, so that a mistyped --out does not cost a training.
    """
    parent = path.parent
    if path.is_dir():
        raise OutputPathError(f"{path}: is a folder; name a file to write")
    if not parent.is_dir():
        raise OutputPathError(f"{path}: there is no folder {parent}; make it first")
    if not os.access(parent, os.W_OK):
        raise OutputPathError(f"{path}: the folder {parent} is not writable; choose another place")


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path` (same suffix); rename it there when the block succeeds.

    When the block raises, the temporary file is removed and whatever stood at `path` before
    stands there still. Raises OutputPathError when the place is not writable.
    """
    check_writable(path)
    try:
        descriptor, name = tempfile.mkstemp(
            prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent
        )
    except OSError as error:
        raise OutputPathError(f"{path}: can't be written ({error.strerror})") from None
    os.close(descriptor)
    beside = Path(name)
    try:
        yield beside
        # mkstemp makes files private; a saved model is an ordinary file.
        umask = os.umask(0)
        os.umask(umask)
        beside.chmod(0o666 & ~umask)
        beside.replace(path)
    except OSError as error:
        raise OutputPathError(f"{path}: can't be written ({error.strerror or error})") from None
    finally:
        beside.unlink(missing_ok=True)
