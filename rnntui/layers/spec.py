"""The layers around a recurrence that rnntui computes, by Keras's class names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rnntui.layers.attention import attention, multi_head
from rnntui.layers.core import (
    activation_layers,
    embedding,
    masking,
    merging,
    normalization,
    pointwise,
    rescaling,
    reshaping,
)
from rnntui.layers.core.time_distributed import time_distributed
from rnntui.layers.layer import LayerFunction, Shape, WholeFunction
from rnntui.layers.spatial import convolution, padding, pooling
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
    "Identity": pointwise.dropout,
    "LayerNormalization": normalization.layer_normalization,
    "LeakyReLU": activation_layers.leaky_relu,
    "Normalization": rescaling.normalization,
    "PReLU": activation_layers.prelu,
    "ReLU": activation_layers.relu,
    "Rescaling": rescaling.rescaling,
    "Softmax": activation_layers.softmax,
    "SpatialDropout1D": pointwise.dropout,
    "SpatialDropout2D": pointwise.dropout,
    "SpatialDropout3D": pointwise.dropout,
    "UnitNormalization": normalization.unit_normalization,
}
# Of one or several whole tensors. The attentions take what a call tells them too (`told`).
WHOLE: dict[str, Callable[..., WholeFunction]] = {
    "Add": merging.element_by_element,
    "AdditiveAttention": attention.additive_attention,
    "Attention": attention.attention,
    "Average": merging.element_by_element,
    "AveragePooling1D": pooling.average_pooling,
    "AveragePooling2D": pooling.average_pooling,
    "AveragePooling3D": pooling.average_pooling,
    "Concatenate": merging.concatenate,
    "Conv1D": convolution.conv,
    "Conv2D": convolution.conv,
    "Conv3D": convolution.conv,
    "Cropping1D": padding.cropping,
    "Cropping2D": padding.cropping,
    "Cropping3D": padding.cropping,
    "DepthwiseConv1D": convolution.depthwise_conv,
    "DepthwiseConv2D": convolution.depthwise_conv,
    "Dot": merging.dot,
    "Embedding": embedding.embedding,
    "Flatten": reshaping.flatten,
    "GlobalAveragePooling1D": pooling.global_average_pooling,
    "GlobalAveragePooling2D": pooling.global_average_pooling,
    "GlobalAveragePooling3D": pooling.global_average_pooling,
    "GlobalMaxPooling1D": pooling.global_max_pooling,
    "GlobalMaxPooling2D": pooling.global_max_pooling,
    "GlobalMaxPooling3D": pooling.global_max_pooling,
    "GroupNormalization": normalization.group_normalization,
    "Masking": masking.masking,
    "MaxPooling1D": pooling.max_pooling,
    "MaxPooling2D": pooling.max_pooling,
    "MaxPooling3D": pooling.max_pooling,
    "Maximum": merging.element_by_element,
    "Minimum": merging.element_by_element,
    "MultiHeadAttention": multi_head.multi_head_attention,
    "Multiply": merging.element_by_element,
    "Permute": reshaping.permute,
    "RepeatVector": reshaping.repeat_vector,
    "Reshape": reshaping.reshape,
    "SeparableConv1D": convolution.separable_conv,
    "SeparableConv2D": convolution.separable_conv,
    "Subtract": merging.element_by_element,
    "UpSampling1D": padding.up_sampling,
    "UpSampling2D": padding.up_sampling,
    "UpSampling3D": padding.up_sampling,
    "ZeroPadding1D": padding.zero_padding,
    "ZeroPadding2D": padding.zero_padding,
    "ZeroPadding3D": padding.zero_padding,
}


def builder_of(class_name: str) -> Callable[[Layer, Shape, str], LayerFunction] | None:
    """How a layer of one tensor is made, whichever table it is in; None where it is in neither."""
    if class_name in WHOLE:
        whole = WHOLE[class_name]
        return lambda layer, shape, input_name: whole(layer, (shape,))
    return POINTWISE.get(class_name)


POINTWISE["TimeDistributed"] = partial(time_distributed, builder_of=builder_of)

# Those of them that take several; an attention its query, value and perhaps key.
MERGING = (
    "Add",
    "AdditiveAttention",
    "Attention",
    "Average",
    "Concatenate",
    "Dot",
    "Maximum",
    "Minimum",
    "MultiHeadAttention",
    "Multiply",
    "Subtract",
)
