"""Open models and quantisations: our published configurations against what others state of the same models."""

import pytest
import yaml

from generator.catalog.catalogue import DATA, Catalogue

CATALOGUE = Catalogue("en")
MODELS = yaml.safe_load((DATA / "models.yaml").read_text(encoding="utf-8"))["entries"]
STATED = {name: entry["vram_mb"] for name, entry in MODELS.items() if "vram_mb" in entry}


def number(kind: str, name: str, field: str) -> float:
    return CATALOGUE.entry(kind, name)[field][0]


@pytest.mark.parametrize(("name", "vram_mb"), STATED.items())
def test_weights_and_a_small_cache_come_near_the_stated_memory(name: str, vram_mb: int) -> None:
    bits = number("quantisation", "Q4_K_M", "bits_per_weight")
    weights = number("model", name, "parameters") * bits / 8
    shape = [number("model", name, field) for field in ("layers", "kv_heads", "head_dim")]
    cache = 2 * shape[0] * shape[1] * shape[2] * 2 * 512 / 1e9  # one request of 512 tokens, FP16
    assert (weights + cache) * 1000 == pytest.approx(vram_mb, rel=0.15)


def test_more_bits_take_more_memory() -> None:
    bits = [
        number("quantisation", name, "bits_per_weight") for name in CATALOGUE.names("quantisation")
    ]
    assert bits == sorted(bits)
    # Q8_0 keeps 32 weights and a scale in 34 bytes.
    assert number("quantisation", "Q8_0", "bits_per_weight") == 34 * 8 / 32


def test_speed_falls_as_weights_grow() -> None:
    sizes = sorted(
        (number("model", name, "parameters"), -number("model", name, "model_speed"))
        for name in CATALOGUE.names("model")
    )
    speeds = [speed for _, speed in sizes]
    assert speeds == sorted(speeds)


def test_each_number_has_a_date_and_a_source() -> None:
    for kind in ("model", "quantisation"):
        for name in CATALOGUE.names(kind):
            for _, source in CATALOGUE.entry(kind, name).values():
                assert source.date
                assert source.note
