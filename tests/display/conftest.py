"""The tests of three floors share one tiny network; its folder is on the path for all of them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "debugger"))
