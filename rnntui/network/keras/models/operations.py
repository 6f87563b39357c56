"""Operations of keras.ops in a model's JSON config: how to recognize them, and their arguments.

A Functional model lists them among its layers. Their arguments are tensors of the model, numbers,
slices, arrays, and lists of these, as `keras.src.saving.serialization_lib` writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.keras.models.tensor_refs import tensor, tensors
from rnntui.network.network import Call


@dataclass(frozen=True)
class Unreadable:
    """An argument that is neither a tensor nor data; operations with such arguments are not computed."""

    what: str


def is_operation(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of a Functional model's layers is an operation of keras.ops.

    The .h5 format omits the module; but layers have "trainable" in their config, and operations don't.
    """
    if "module" in entry:
        return str(entry["module"]).startswith(("keras.src.ops.", "keras.ops"))
    config = entry.get("config")
    named = isinstance(config, dict) and "name" in config and "trainable" not in config
    return named and entry.get("class_name") in OPERATION_NAMES


def operation_call(node: Mapping[str, Any], source: str) -> Call:
    """A call of an operation, from its node {"args", "kwargs"}."""
    named = node.get("kwargs") or {}
    return Call(
        tuple(tensors([node["args"], list(named.values())], source)),
        constants=tuple((str(key), read_argument(value, source)) for key, value in named.items()),
        arguments=read_argument(node["args"], source),
    )


def read_argument(value: Any, source: str) -> Any:
    """An operation's argument, with lists as tuples and tensors as `TensorRef`.

    Raises:
        ModelFileError: an array whose values do not have its dtype, or a malformed tensor.
    """
    match value:
        case list():
            return tuple(read_argument(item, source) for item in value)
        case {"class_name": "__keras_tensor__"}:
            return tensor(value, source)
        case {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": step}}:
            ends = (start, stop, step)
            numbers = all(end is None or type(end) is int for end in ends)
            return slice(*ends) if numbers else Unreadable("slice whose ends are not integers")
        case {"class_name": "__ellipsis__"}:
            return ...
        case {"class_name": "__numpy__" | "__tensor__", "config": {"value": item, "dtype": dtype}}:
            try:
                return np.array(item, str(dtype))
            except (ValueError, TypeError, OverflowError):
                raise ModelFileError(
                    f"{source}: an operation has an array argument not of dtype {dtype}"
                ) from None
        case {"class_name": "DTypePolicy", "config": {"name": str(name)}}:
            return name
        case dict():
            return Unreadable(str(value.get("class_name", "dict")))
    return value


OPERATION_NAMES = frozenset(
    """
    Absolute AdaptiveAveragePool AdaptiveMaxPool Add AffineTransform All AllClose Amax Amin
    Angle Any Append Arange Arccos Arccosh Arcsin Arcsinh Arctan Arctan2 Arctanh Argmax Argmin
    Argpartition Argsort Array ArraySplit AssociativeScan Average AveragePool BatchNorm
    BinaryCrossentropy Bincount BitwiseAnd BitwiseInvert BitwiseLeftShift BitwiseNot BitwiseOr
    BitwiseRightShift BitwiseXor BroadcastTo CDist CTCDecode CTCLoss Cast
    CategoricalCrossentropy Cbrt Ceil Celu Cholesky CholeskyInverse Clip Concatenate Cond
    Conjugate Conv ConvTranspose ConvertToTensor Copy Corrcoef Correlate Cos Cosh CountNonzero
    CropImages Cross Cumprod Cumsum Deg2rad DepthToSpace DepthwiseConv Det Diag Diagflat
    Diagonal Diff Digitize Divide DivideNoNan Dot DotProductAttention Dsplit Dstack Eig Eigh
    Einsum ElasticTransform Elu EmptyLike Equal Erf Erfc Erfinv Exp Exp2 ExpandDims Expm1
    ExtractPatches ExtractSequences FFT FFT2 Fabs Flip Fliplr Flipud Floor FloorDivide Fmax Fmin
    Fmod Fold ForiLoop Full FullLike GaussianBlur Gcd Gelu Geomspace GetItem Glu Greater
    GreaterEqual HSVToRGB HardShrink HardSigmoid HardSilu HardTanh Heaviside Histogram Hsplit
    Hstack Hypot I0 IFFT2 IRFFT ISTFT Imag InTopK Inner Inv IsIn Isclose Isfinite Isinf Isnan
    Isneginf Isposinf Isreal JVP Kron LayerNorm Lcm Ldexp LeakyRelu LeftShift Less LessEqual
    Linspace Log Log10 Log1p Log2 LogSigmoid LogSoftmax Logaddexp Logaddexp2 Logdet LogicalAnd
    LogicalNot LogicalOr LogicalXor Logspace Logsumexp Lstsq LuFactor Map MapCoordinates Matmul
    MatrixRank Max MaxPool Maximum Mean Median Meshgrid Min Minimum Mod Moments Moveaxis
    MultiHot Multiply NanToNum Nanargmax Nanargmin Nancumprod Nancumsum Nanmax Nanmean Nanmedian
    Nanmin Nanpercentile Nanprod Nanquantile Nanstd Nansum Nanvar Ndim Negative Nextafter
    Nonzero Norm Normalize NotEqual OneHot OnesLike Outer PSNR Pad PadImages Percentile
    PerspectiveTransform Pinv Polar Power Prod Ptp Qr Quantile RFFT RGBToGrayscale RGBToHSV
    RMSNorm Rad2deg Ravel Real Rearrange Reciprocal Relu Relu6 Repeat Reshape Resize RightShift
    Roll Rot90 Round Rsqrt SSIM STFT SVD SaturateCast ScaleAndTranslate Scan Scatter
    ScatterUpdate SearchSorted SegmentReduction Select Selu SeparableConv Sigmoid Sign Signbit
    Silu Sin Sinc Sinh Size Slice SliceUpdate Slogdet SobelEdges SoftShrink Softmax Softplus
    Softsign Solve SolveTriangular Sort SpaceToDepth SparseCategoricalCrossentropy SparsePlus
    SparseSigmoid Sparsemax Split Sqrt Square Squareplus Squeeze Stack Std StopGradient Subtract
    Sum Swapaxes Switch Take TakeAlongAxis Tan Tanh TanhShrink Tensordot Threshold Tile TopK
    Trace Transpose Trapezoid Tril Triu TrueDivide Trunc Unfold Unique UnravelIndex Unstack
    Vander Var Vdot VectorizedMap View ViewAsComplex ViewAsReal Vsplit Vstack Where WhileLoop
    ZerosLike
    """.split()  # noqa: SIM905
)
