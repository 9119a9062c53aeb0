"""The encoder as an ONNX graph in 8-bit products, written without torch.

Chosen by measurement (docs/performance.md): layer normalisation unfused (ONNX Runtime's fused
SkipLayerNormalization takes four times as long as Add and LayerNormalization), attention by ONNX's own
operator, quantisation inside the product where one product reads the input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from vectorstore.embedding.native.forward import Peaks
from vectorstore.embedding.native.graph_names import INPUT, OUTPUT, STATES
from vectorstore.embedding.native.quantisation import quantised, sliced, smoothing
from vectorstore.embedding.native.weights import Floats, Layer, Linear, Norm, embeddings, layers
from vectorstore.embedding.q4file import Q4File

_MICROSOFT = "com.microsoft"
_OPSET = 23
"""ONNX's first opset with an Attention operator; ONNX Runtime reads it from 1.23 on."""

_IR_VERSION = 11


def build(model: Q4File, peaks: Sequence[Peaks]) -> onnx.ModelProto:
    """Write the graph.

    Args:
        model: The weights.
        peaks: How large the activations of each layer are.

    Returns:
        A graph from `INPUT` to `OUTPUT` and `STATES` for texts of 1 to `positions` tokens.
    """
    writer = _Writer(model)
    state = writer.embedded()
    for layer, peak in zip(layers(model), peaks, strict=True):
        state = writer.layer(layer, peak, state)
    writer.pool(state)
    return writer.model()


class _Writer:
    """Nodes and constants, as they come."""

    def __init__(self, model: Q4File) -> None:
        self._source = model
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def embedded(self) -> str:
        """Words and positions, normalised."""
        before = embeddings(self._source)
        table, first, axis = self._constant(before.positions), self._integers(0), self._integers(0)
        positions = self._node("Slice", table, first, self._node("Shape", INPUT, start=1, end=2), axis)
        return self._normalised(self._node("Add", INPUT, positions), before.norm)

    def layer(self, layer: Layer, peaks: Peaks, state: str) -> str:
        """Attention and the feed-forward part, each added to what it was given, and normalised."""
        heads = self._source.architecture.heads
        factors = smoothing(peaks.attention)
        shared = self._nodes_of("DynamicQuantizeLinear", [self._divided(state, factors)], outputs=3)
        query, key, value = (
            self._product(shared, _multiplied(part, factors))
            for part in (layer.query, layer.key, layer.value)
        )
        attended = self._node("Attention", query, key, value, q_num_heads=heads, kv_num_heads=heads)
        state = self._normalised(
            self._node("Add", state, self._dynamic_product(attended, layer.attended)), layer.attended_norm
        )
        part = sliced(layer.wide, layer.narrow, peaks.narrow)
        factors = smoothing(peaks.wide)
        wide = self._dynamic_product(self._divided(state, factors), _multiplied(part.wide, factors))
        wide = self._node("Gelu", wide, domain=_MICROSOFT)
        step = np.float32((part.highest - part.lowest) / 255)
        scale, zero = self._constant(step), self._constant(np.uint8(round(-part.lowest / step)))
        clipped = self._node("QuantizeLinear", wide, scale, zero)
        narrow = self._product([clipped, scale, zero], part.narrow)
        return self._normalised(self._node("Add", state, narrow), layer.narrow_norm)

    def pool(self, state: str) -> None:
        """The mean over the tokens, brought to length 1."""
        self._nodes.append(helper.make_node("Identity", [state], [STATES]))
        mean = self._node("ReduceMean", state, self._integers(1), keepdims=0)
        self._nodes.append(helper.make_node("LpNormalization", [mean], [OUTPUT], axis=-1, p=2))

    def model(self) -> onnx.ModelProto:
        hidden = self._source.architecture.hidden
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", hidden])],
            [
                helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, hidden]),
                helper.make_tensor_value_info(STATES, TensorProto.FLOAT, [1, "tokens", hidden]),
            ],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _product(self, quantity: list[str], linear: Linear) -> str:
        """A product whose input is quantised already: (integers, scale, zero point)."""
        weight = quantised(linear.weight)
        integers, scale, zero = quantity
        return self._node(
            "MatMulIntegerToFloat",
            *(integers, self._constant(weight.weight), scale, self._constant(weight.scale), zero, ""),
            self._constant(linear.bias),
            domain=_MICROSOFT,
        )

    def _dynamic_product(self, x: str, linear: Linear) -> str:
        """A product that quantises its input itself."""
        weight = quantised(linear.weight)
        return self._node(
            "DynamicQuantizeMatMul",
            *(x, self._constant(weight.weight), self._constant(weight.scale), ""),
            self._constant(linear.bias),
            domain=_MICROSOFT,
        )

    def _normalised(self, x: str, norm: Norm) -> str:
        scale, shift = self._constant(norm.scale), self._constant(norm.shift)
        epsilon = self._source.architecture.epsilon
        return self._node("LayerNormalization", x, scale, shift, epsilon=epsilon)

    def _divided(self, x: str, factors: Floats) -> str:
        return self._node("Mul", x, self._constant(1 / factors))

    def _integers(self, *values: int) -> str:
        return self._constant(np.array(values, np.int64))

    def _constant(self, values: NDArray[Any] | np.generic) -> str:
        name = f"c{len(self._constants)}"
        packed = np.ascontiguousarray(values).reshape(np.shape(values))  # which makes a number an array
        self._constants.append(numpy_helper.from_array(packed, name))
        return name

    def _node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        return self._nodes_of(kind, list(inputs), outputs=1, **attributes)[0]

    def _nodes_of(self, kind: str, inputs: list[str], outputs: int, **attributes: Any) -> list[str]:
        names = [f"n{len(self._nodes)}_{index}" for index in range(outputs)]
        self._nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names


def _multiplied(linear: Linear, factors: Floats) -> Linear:
    return Linear(linear.weight * factors[:, None], linear.bias)
