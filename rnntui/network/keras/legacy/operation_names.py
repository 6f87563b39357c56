"""Table of TensorFlow functions, without their modules, and the equivalent keras.ops operations.

Keywords that are not listed have the same name in both, or are not supported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_TWO = {"y": "x2"}
_REDUCED = {"axis": "axis", "keepdims": "keepdims", "keep_dims": "keepdims"}
_INDEX = {"axis": "axis", "output_type": "dtype"}

# Functions that differ in name only, with no keywords or the same ones.
_OF_ONE = """
    abs=Absolute acos=Arccos acosh=Arccosh asin=Arcsin asinh=Arcsinh atan=Arctan atanh=Arctanh
    cast=Cast ceil=Ceil concat=Concatenate cos=Cos cosh=Cosh cumprod=Cumprod cumsum=Cumsum elu=Elu
    erf=Erf exp=Exp expand_dims=ExpandDims expm1=Expm1 floor=Floor identity=Copy
    is_finite=Isfinite is_inf=Isinf is_nan=Isnan l2_normalize=Normalize log=Log log1p=Log1p
    log_sigmoid=LogSigmoid log_softmax=LogSoftmax logical_not=LogicalNot negative=Negative norm=Norm
    ones_like=OnesLike reciprocal=Reciprocal relu=Relu relu6=Relu6 repeat=Repeat reverse=Flip
    roll=Roll round=Round rsqrt=Rsqrt selu=Selu sigmoid=Sigmoid sign=Sign silu=Silu sin=Sin
    sinh=Sinh softmax=Softmax softplus=Softplus softsign=Softsign sort=Sort sqrt=Sqrt square=Square
    squeeze=Squeeze stack=Stack stop_gradient=StopGradient swish=Silu tan=Tan tanh=Tanh top_k=TopK
    unstack=Unstack zeros_like=ZerosLike
"""
_OF_TWO = """
    add=Add atan2=Arctan2 divide=Divide divide_no_nan=DivideNoNan eq=Equal equal=Equal
    floor_div=FloorDivide floordiv=FloorDivide floormod=Mod greater=Greater
    greater_equal=GreaterEqual less=Less less_equal=LessEqual logical_and=LogicalAnd
    logical_or=LogicalOr logical_xor=LogicalXor maximum=Maximum minimum=Minimum mod=Mod
    multiply=Multiply ne=NotEqual not_equal=NotEqual pow=Power realdiv=Divide subtract=Subtract
    truediv=TrueDivide
"""
_REDUCTIONS = """
    reduce_all=All reduce_any=Any reduce_logsumexp=Logsumexp reduce_max=Max reduce_mean=Mean
    reduce_min=Min reduce_prod=Prod reduce_std=Std reduce_sum=Sum reduce_variance=Var
"""


def _pairs(
    text: str, names: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, Mapping[str, str]]]]:
    for pair in text.split():
        function, _, operation = pair.partition("=")
        yield function, (operation, names)


OPERATIONS_OF_TENSORFLOW: Mapping[str, tuple[str, Mapping[str, str]]] = {
    **dict(_pairs(_OF_ONE, {})),
    **dict(_pairs(_OF_TWO, _TWO)),
    **dict(_pairs(_REDUCTIONS, _REDUCED)),
    "argmax": ("Argmax", _INDEX),
    "argmin": ("Argmin", _INDEX),
    "bias_add": ("Add", {"bias": "x2"}),
    "broadcast_to": ("BroadcastTo", {}),
    "clip_by_value": ("Clip", {"clip_value_min": "x_min", "clip_value_max": "x_max"}),
    "gather": ("Take", {}),
    "gelu": ("Gelu", {"approximate": "approximate"}),
    "getitem": ("GetItem", {"slice_spec": "key"}),
    "leaky_relu": ("LeakyRelu", {"alpha": "negative_slope"}),
    "matmul": ("Matmul", {"b": "x2"}),
    "one_hot": ("OneHot", {"depth": "num_classes"}),
    "pad": ("Pad", {"paddings": "pad_width"}),
    "reshape": ("Reshape", {"shape": "newshape"}),
    "slice": ("GetItem", {}),
    "split": ("Split", {"num_or_size_splits": "indices_or_sections"}),
    "tensordot": ("Tensordot", {"b": "x2"}),
    "tile": ("Tile", {"multiples": "repeats"}),
    "transpose": ("Transpose", {"perm": "axes"}),
    "where": ("Where", {"x": "x1", "y": "x2"}),
}
