"""Which layers are compared with Keras one by one; the others are, inside random models."""

from __future__ import annotations

ALONE = frozenset(
    """
    AdditiveAttention Attention AveragePooling1D AveragePooling2D AveragePooling3D Conv1D Conv2D
    Conv3D Cropping1D Cropping2D Cropping3D DepthwiseConv1D DepthwiseConv2D Embedding Flatten
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D
    GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization Identity Masking MaxPooling1D
    MaxPooling2D MaxPooling3D Maximum Minimum MultiHeadAttention Multiply Normalization SeparableConv1D
    SeparableConv2D SpatialDropout2D SpatialDropout3D TimeDistributed UpSampling1D UpSampling2D
    UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D
    """.split()  # noqa: SIM905
)
