"""The small networks of tests/debugger are on the path for these tests, too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "debugger"))
