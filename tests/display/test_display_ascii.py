from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rnntui.display.primitives.ascii import as_ascii
from rnntui.display.primitives.heat import LEVELS, cell

ROOT = Path(__file__).parents[2] / "rnntui"
# Signs that a reader must tell apart where they stand together.
APART = (
    "▶▸ ›",
    "×✗",
    "─━",
    "│┃",
    "●◐○",
    "▲▼",
    "✓✗",
    "□✗",
    "░·",
    "▁▂▃▄▅▆▇█",
    "◆┄⣀",
    "‹›▼●",
    "·⊙+-",
    "▒─",
    "×∞!",
)


@given(st.text())
def test_any_text_is_ascii_and_as_long(text):
    found = as_ascii(text)
    assert found.isascii()
    assert len(found) == len(text)
    assert not text.isascii() or found == text


def test_signs_that_stand_together_stay_different():
    for signs in APART:
        assert len({as_ascii(sign) for sign in signs}) == len(signs), signs


def test_the_levels_of_a_heatmap_stay_different():
    for width in (1, 2):
        cells = [cell(at / LEVELS, 1.0, width).text for at in range(-LEVELS, LEVELS + 1)]
        assert len({as_ascii(text) for text in cells}) == len(cells)


def test_every_sign_has_its_own_replacement():
    folders = ("display", "tui", "debugger")
    texts = [path.read_text("utf-8") for name in folders for path in (ROOT / name).rglob("*.py")]
    written = {char for text in texts for char in re.sub(r'"""[\s\S]*?"""', "", text)}
    unknown = {char for char in written if not char.isascii() and as_ascii(char) == "?"}
    # Of a text that comes from elsewhere, what can't be shown; rnntui's source has no other.
    assert unknown <= {"▔", "▀", "▄"}
