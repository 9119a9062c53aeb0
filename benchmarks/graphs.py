"""The model's graph as exporters and quantisers write it, to compare our own with."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from vectorstore.embedding import bundled
from vectorstore.embedding.native.weights import Floats, Layer, Linear, Norm, embeddings, layers
from vectorstore.embedding.q4file import Q4File


def float32() -> bytes:
    """Plain operators in float32: what torch's exporter makes of BertModel."""
    return _Exported(eight_bits=False).write()


def int8() -> bytes:
    """The same with each product by a constant done as ONNX Runtime's `quantize_dynamic` does it."""
    return _Exported(eight_bits=True).write()


class Session:
    """Runs a graph on its caller's thread."""

    def __init__(self, graph: bytes, *, fused: bool) -> None:
        os.putenv("ORT_DISABLE_TELEMETRY", "1")  # see vectorstore.embedding.native.runtime
        import onnxruntime

        level = onnxruntime.GraphOptimizationLevel
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        options.graph_optimization_level = level.ORT_ENABLE_ALL if fused else level.ORT_DISABLE_ALL
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def run(self, words: Floats) -> Floats:
        """One text's vector, shape (hidden,)."""
        vector: Floats = self._session.run(None, {"words": words[None]})[0][0]
        return vector


class _Exported:
    def __init__(self, *, eight_bits: bool) -> None:
        self._model = Q4File(bundled._locate().path)  # noqa: SLF001
        self._eight_bits = eight_bits
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def write(self) -> bytes:
        shape = self._model.architecture
        before = embeddings(self._model)
        tokens = self._op("Shape", "words", start=1, end=2)
        positions = self._op("Slice", self._constant(before.positions), self._ints(0), tokens, self._ints(0))
        state = self._norm(self._op("Add", "words", positions), before.norm)
        for layer in layers(self._model):
            state = self._layer(layer, state)
        mean = self._op("ReduceMean", state, self._ints(1), keepdims=0)
        self._nodes.append(helper.make_node("LpNormalization", [mean], ["vector"], axis=-1, p=2))
        given = partial(helper.make_tensor_value_info, elem_type=TensorProto.FLOAT)
        graph = helper.make_graph(
            self._nodes,
            "exported",
            [given("words", shape=[1, "tokens", shape.hidden])],
            [given("vector", shape=[1, shape.hidden])],
            self._constants,
        )
        opset = helper.make_opsetid("", 20)
        written: bytes = helper.make_model(graph, opset_imports=[opset], ir_version=9).SerializeToString()
        return written

    def _layer(self, layer: Layer, state: str) -> str:
        shape = self._model.architecture
        size = shape.hidden // shape.heads
        split, joined = self._ints(0, 0, shape.heads, size), self._ints(0, 0, shape.hidden)
        query, key, value = (
            self._op("Reshape", self._linear(state, part), split)
            for part in (layer.query, layer.key, layer.value)
        )
        scores = self._op(
            "MatMul",
            self._op("Transpose", query, perm=[0, 2, 1, 3]),
            self._op("Transpose", key, perm=[0, 2, 3, 1]),
        )
        weights = self._op(
            "Softmax", self._op("Div", scores, self._constant(np.float32(np.sqrt(size)))), axis=-1
        )
        mixed = self._op("MatMul", weights, self._op("Transpose", value, perm=[0, 2, 1, 3]))
        mixed = self._op("Reshape", self._op("Transpose", mixed, perm=[0, 2, 1, 3]), joined)
        state = self._norm(self._op("Add", self._linear(mixed, layer.attended), state), layer.attended_norm)
        wide = self._gelu(self._linear(state, layer.wide))
        return self._norm(self._op("Add", self._linear(wide, layer.narrow), state), layer.narrow_norm)

    def _gelu(self, x: str) -> str:
        one, half = self._constant(np.float32(1)), self._constant(np.float32(0.5))
        erf = self._op("Erf", self._op("Div", x, self._constant(np.float32(np.sqrt(2)))))
        return self._op("Mul", self._op("Mul", x, self._op("Add", erf, one)), half)

    def _linear(self, x: str, linear: Linear) -> str:
        if self._eight_bits:
            scale = np.abs(linear.weight).max(axis=0) / np.float32(127)
            weight = self._constant(np.rint(linear.weight / scale).astype(np.int8))
            integers, step, zero = self._ops("DynamicQuantizeLinear", x, outputs=3)
            product = self._op("MatMulInteger", integers, weight, zero)
            product = self._op("Cast", product, to=TensorProto.FLOAT)
            product = self._op("Mul", product, self._op("Mul", step, self._constant(scale)))
        else:
            product = self._op("MatMul", x, self._constant(linear.weight))
        return self._op("Add", product, self._constant(linear.bias))

    def _norm(self, x: str, norm: Norm) -> str:
        scale, shift = self._constant(norm.scale), self._constant(norm.shift)
        return self._op("LayerNormalization", x, scale, shift, epsilon=self._model.architecture.epsilon)

    def _ints(self, *values: int) -> str:
        return self._constant(np.array(values, np.int64))

    def _constant(self, values: NDArray[Any] | np.generic) -> str:
        name = f"c{len(self._constants)}"
        packed = np.ascontiguousarray(values).reshape(np.shape(values))
        self._constants.append(numpy_helper.from_array(packed, name))
        return name

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        return self._ops(kind, *inputs, outputs=1, **attributes)[0]

    def _ops(self, kind: str, *inputs: str, outputs: int, **attributes: Any) -> list[str]:
        names = [f"n{len(self._nodes)}_{index}" for index in range(outputs)]
        self._nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names
