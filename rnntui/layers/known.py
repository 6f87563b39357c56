"""The layers around a recurrence that rnntui computes, by Keras's class names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rnntui.layers import (
    activation_layers,
    convolution,
    embedding,
    merging,
    normalization,
    pointwise,
    pooling,
    reshaping,
)
from rnntui.layers.layer import LayerFunction, Shape, WholeFunction
from rnntui.layers.time_distributed import time_distributed
from rnntui.network.network import Layer

# Of one tensor, and shown as equations where they do the same to each vector. The text is the name
# that their input has in their equations.
POINTWISE: dict[str, Callable[[Layer, Shape, str], LayerFunction]] = {
    "Activation": pointwise.activation_layer,
    "ActivityRegularization": pointwise.dropout,
    "AlphaDropout": pointwise.dropout,
    "BatchNormalization": normalization.batch_normalization,
    "Dense": pointwise.dense,
    "Dropout": pointwise.dropout,
    "ELU": activation_layers.elu,
    "GaussianDropout": pointwise.dropout,
    "GaussianNoise": pointwise.dropout,
    "LayerNormalization": normalization.layer_normalization,
    "LeakyReLU": activation_layers.leaky_relu,
    "PReLU": activation_layers.prelu,
    "ReLU": activation_layers.relu,
    "Rescaling": normalization.rescaling,
    "Softmax": activation_layers.softmax,
    "SpatialDropout1D": pointwise.dropout,
    "UnitNormalization": normalization.unit_normalization,
}
POINTWISE["TimeDistributed"] = partial(time_distributed, known=dict(POINTWISE))

# Of one or several whole tensors.
WHOLE: dict[str, Callable[[Layer, tuple[Shape, ...]], WholeFunction]] = {
    "Add": merging.element_by_element,
    "Average": merging.element_by_element,
    "AveragePooling1D": pooling.average_pooling,
    "Concatenate": merging.concatenate,
    "Conv1D": convolution.conv1d,
    "Cropping1D": reshaping.cropping,
    "Dot": merging.dot,
    "Embedding": embedding.embedding,
    "Flatten": reshaping.flatten,
    "GlobalAveragePooling1D": pooling.global_average_pooling,
    "GlobalMaxPooling1D": pooling.global_max_pooling,
    "MaxPooling1D": pooling.max_pooling,
    "Maximum": merging.element_by_element,
    "Minimum": merging.element_by_element,
    "Multiply": merging.element_by_element,
    "Permute": reshaping.permute,
    "RepeatVector": reshaping.repeat_vector,
    "Reshape": reshaping.reshape,
    "Subtract": merging.element_by_element,
    "UpSampling1D": reshaping.up_sampling,
    "ZeroPadding1D": reshaping.zero_padding,
}

# Those of them that take several.
MERGING = ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
