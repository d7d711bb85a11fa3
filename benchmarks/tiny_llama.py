"""Turns a size into a language model of random weights, made on the spot, and serves it by llama.cpp's own server.

    python -m benchmarks.tiny_llama FOLDER --parallel 8

prints the address of the server and ends with its standard input. It needs the packages xllamacpp, which is llama.cpp
with its server, and gguf, which writes its models: `.ci/run` puts both into `.ci/python`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / ".ci" / "python"
NAME, CONTEXT, HEADS = "tiny", 1024, 4
SPECIAL, BYTES = [b"<unk>", b"<s>", b"</s>"], [b"<0x%02X>" % byte for byte in range(256)]
PIECES = [start + bytes([letter]) for start in ("▁".encode(), b"") for letter in range(97, 123)]


def write(path: Path, width: int, layers: int) -> None:
    """A Llama with letters for tokens, in 32 bits."""
    from gguf import GGUFWriter, TokenType

    writer, random = GGUFWriter(path, "llama"), np.random.default_rng(1)
    wide = 3 * width
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(wide)
    writer.add_head_count(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL]
    kinds += [TokenType.BYTE] * len(BYTES) + [TokenType.NORMAL] * len(PIECES)
    tokens = [*SPECIAL, *BYTES, *PIECES]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)

    def weights(name: str, *shape: int) -> None:
        values = random.standard_normal(shape, dtype=np.float32)
        writer.add_tensor(f"{name}.weight", values * np.float32(0.02))

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(width, dtype=np.float32))

    weights("token_embd", len(tokens), width)
    weights("output", len(tokens), width)
    norm("output_norm")
    for layer in range(layers):
        block = f"blk.{layer}"
        norm(f"{block}.attn_norm")
        norm(f"{block}.ffn_norm")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"{block}.{part}", width, width)
        weights(f"{block}.ffn_gate", wide, width)
        weights(f"{block}.ffn_up", wide, width)
        weights(f"{block}.ffn_down", width, wide)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@contextmanager
def serving(folder: Path, parallel: int, width: int = 128, layers: int = 2) -> Iterator[str]:
    """The address of a server in a process of its own, for as long as the block lasts."""
    size = ["--width", str(width), "--layers", str(layers)]
    command = [sys.executable, "-m", __name__, str(folder), "--parallel", str(parallel), *size]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(PACKAGES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()


def main() -> None:
    """Serve until the standard input ends."""
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--parallel", type=int, default=8)
    options.add_argument("--width", type=int, default=128)
    options.add_argument("--layers", type=int, default=2)
    asked = options.parse_args()
    import xllamacpp

    path = asked.folder / f"tiny-{asked.width}-{asked.layers}.gguf"
    if not path.exists():
        write(path, asked.width, asked.layers)
    params = xllamacpp.CommonParams()
    params.model.path, params.model_alias = str(path), {NAME}
    params.n_parallel, params.n_ctx = asked.parallel, CONTEXT * asked.parallel
    params.hostnames, params.port, params.endpoint_metrics = ["127.0.0.1"], 0, True
    params.cpuparams.n_threads, params.warmup, params.verbosity = 1, False, 0
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
