"""No test touches what a user's debugger has kept, or depends on the terminal that it runs in."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["RNNTUI_NO_STATE"] = "1"
os.environ["COLORTERM"] = "truecolor"

# How long a case takes is nothing that a test proves.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
