"""The bundled model's own engine, without torch: a kernel of our own where it runs, ONNX Runtime elsewhere.

- `kernel.c` computes the whole pass in bfloat16 on a processor's tiles. It is compiled at installation where
  there is a C compiler (`hatch_build.py`), loaded by `compiled`, given its weights by `packing`, called by
  `kernel`.
- ONNX Runtime (`runtime`) computes in 8-bit products. Its graph is written from the model file itself
  (`graph`), its few giant activations cut in slices (`quantisation`).

Both are held against a float32 forward pass in numpy (`forward`), keep what they need in the user's cache
(`folder`), and have one interface for `encoder` (`passes`). `vocabulary` cuts a few texts into tokens without
loading the whole tokenizer; `engine` chooses.
"""
