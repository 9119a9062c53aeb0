"""The bundled model's own engine: 8-bit products in ONNX Runtime, without torch.

The graph is written from the model file itself (`graph`), in 8-bit weights and with its few giant
activations cut in slices (`quantisation`), checked against a float32 forward pass in numpy (`forward`) and
kept in the user's cache (`folder`). `vocabulary` cuts a few texts into tokens without loading the whole
tokenizer; `encoder` runs it all.
"""
