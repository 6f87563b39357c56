"""Layers known only by their class, and operations of keras.ops."""

from __future__ import annotations

from typing import Any

from rnntui.configs.base import LayerConfig

# Before the class of an operation, which may have the name of a layer: Add, Concatenate.
OPERATION_PREFIX = "ops."
# In a layer's entry, why it is not computed: set where an older config is translated.
NOT_COMPUTED = "not_computed"


class OpaqueConfig(LayerConfig, frozen=True):
    """A layer that rnntui has neither equations nor a function for.

    why: a clause that names it: "layer 'x' is a Foo, which rnntui does not compute"
    custom: whether it is the model's own Python code, which runs only if the user passes it
    gone: whether today's Keras does not have it either
    """

    why: str
    custom: bool = False
    gone: bool = False


class OperationConfig(LayerConfig, frozen=True):
    """A function of keras.ops, which a Functional model holds like a layer: ops.NotEqual, ops.Any.

    arguments: those it was made with (`axis`, `keepdims`)
    """

    arguments: dict[str, Any]
