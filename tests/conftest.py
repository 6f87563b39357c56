"""No test touches what a user's debugger has kept, or depends on the terminal that it runs in."""

from __future__ import annotations

import os

os.environ["RNNTUI_NO_STATE"] = "1"
os.environ["COLORTERM"] = "truecolor"
