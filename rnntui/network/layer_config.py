"""What every layer's config is: the root of the typed structures in `configs` and beside it."""

from __future__ import annotations

import msgspec


class LayerConfig(msgspec.Struct, frozen=True):
    """What every layer's config says."""
