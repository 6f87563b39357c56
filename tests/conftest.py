"""No test touches what a user's debugger has kept."""

from __future__ import annotations

import os

os.environ["RNNTUI_NO_STATE"] = "1"
