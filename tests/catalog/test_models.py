"""Open models and quantisations: our published configurations against what others state of the same models."""

import json

import pytest
import yaml

from generator.catalog.catalogue import DATA, Catalogue
from generator.proposal.model_config import NoConfig, numbers_of_config
from generator.proposal.problems import ProblemList
from tests.proposals import model_of, proposal_of, value

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
        (entry["parameters"], -entry["model_speed"])
        for entry in MODELS.values()
        if "model_speed" in entry
    )
    speeds = [speed for _, speed in sizes]
    assert len(speeds) > 5
    assert speeds == sorted(speeds)


def test_the_models_of_today_are_listed_with_a_source_each() -> None:
    assert len(MODELS) >= 30
    sources = {str(entry["source"]) for entry in MODELS.values()}
    assert len(sources) == len(MODELS) - 1  # table 3 serves two
    families = {name.split(":")[0].split("-")[0] for name in MODELS}
    assert families >= {
        "qwen3",
        "qwen2.5",
        "deepseek",
        "llama3.3",
        "llama4",
        "gpt",
        "glm",
        "kimi",
        "gemma3",
    }


# Per token, as others publish it; a table that says GB counts 1,073,741,824 bytes.
KIB, GIB = 1024, 1024**3


@pytest.mark.parametrize(
    ("name", "tokens", "requests", "published"),
    [
        # Dense, grouped-query attention. LMCache's FAQ, "KV Cache Sizes for Popular Models": GB for 1,000 tokens.
        ("qwen3:8b", 1000, 1, 0.1373 * GIB),
        ("qwen3:32b", 1000, 1, 0.2441 * GIB),
        ("llama3.1:70b", 1000, 1, 0.3052 * GIB),
        # "From 300KB to 69KB per Token" (news.future-shock.ai): 128 KiB, and 69 of a latent cache.
        ("llama3.1:8b", 1, 1, 128 * KIB),
        ("deepseek-v3", 1, 1, 68.6 * KIB),
        # DeepSeek-V3 at 8,192 × 16: about 9 GB, not 524; the mixture does not change the cache.
        ("deepseek-r1", 8192, 16, 9.21e9),
        ("qwen3:30b-a3b", 8192, 16, 12.88e9),
        # Windows: half the layers of gpt-oss keep 128 tokens, 52 of 62 of Gemma 3 27B keep 1,024.
        ("gpt-oss:120b", 8192, 16, 4.907e9),
        ("gpt-oss:120b", 100, 1, 7_372_800),
        # (10 × 32,768 + 52 × 1,024) × 2 × 16 × 128 × 2 bytes
        ("gemma3:27b", 32768, 1, 3.1205e9),
    ],
)
def test_a_cache_has_the_published_size(
    name: str, tokens: int, requests: int, published: float
) -> None:
    assert cache_of(name, tokens, requests) == pytest.approx(published, rel=0.002)


def cache_of(name: str, tokens: int, requests: int) -> float:
    """In bytes, by the formula of the capacity."""
    about = f"model: {name}, gpu: h100_80gb, tokens_per_second: 100"
    serving = f"{about}, context: {tokens}, concurrency: {requests}"
    model = model_of(OWN.format(serving=serving))
    return value(model, "options.own.capacity.cache_memory") * 1e9


OWN = """
proposal: {{title: Example}}
workload: {{monthly_requests: 1000}}
options: {{own: {{name: Own, serving: {{{serving}}}, opex: [{{item: a, monthly: 1}}]}}}}
"""
OTHER = "gpu: our_card, memory_gb: 96, bandwidth: 4000, tokens_per_second: 100"


class TestStatedOutright:
    """A model or a card that no list has needs no false name."""

    @pytest.mark.parametrize(
        ("said", "cache"),
        [
            # 4,096 tokens × 4 requests × what one takes
            ("parameters: 8, kv_bytes_per_token: 131072", 2.147),
            ("parameters: 671, layers: 61, latent_size: 576", 1.151),
            ("parameters: 8, layers: 32, kv_heads: 8, head_dim: 128", 2.147),
        ],
    )
    def test_by_its_numbers(self, said: str, cache: float) -> None:
        model = model_of(OWN.format(serving=f"model: our_model, {said}, {OTHER}"))
        assert value(model, "options.own.capacity.cache_memory") == pytest.approx(cache, abs=0.001)
        assert value(model, "options.own.capacity.memory_available") == 96

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("parameters: 8", "E018"),
            ("parameters: 8, kv_bytes_per_token: 131072, kv_heads: 8", "E016"),
            ("parameters: 8, layers: 4, latent_size: 8, window: 64", "E012"),
            ("parameters: 8, layers: 4, latent_size: 8, window: 64, window_layers: 5", "E011"),
            ("config: nowhere.json", "E001"),
            ("config: ../config.json", "E001"),
        ],
    )
    def test_half_or_twice_is_told_once(self, said: str, code: str) -> None:
        with pytest.raises(ProblemList) as raised:
            proposal_of(OWN.format(serving=f"model: our_model, {said}, {OTHER}"))
        assert [problem.code for problem in raised.value.problems] == [code]


SIZE = {"hidden_size": 4096, "intermediate_size": 14336, "vocab_size": 128256}
LLAMA = {"num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8}
QWEN = {
    "num_attention_heads": 32,
    "num_hidden_layers": 48,
    "num_key_value_heads": 4,
    "head_dim": 128,
}
DEEPSEEK = {
    "num_attention_heads": 128,
    "num_hidden_layers": 61,
    "kv_lora_rank": 512,
    "qk_rope_head_dim": 64,
    "q_lora_rank": 1536,
    "qk_nope_head_dim": 128,
    "v_head_dim": 128,
    "first_k_dense_replace": 3,
}


@pytest.mark.parametrize(
    ("config", "parameters", "active"),
    [
        (
            LLAMA | SIZE,
            8.029995008,
            None,
        ),
        (
            QWEN
            | {"hidden_size": 2048, "intermediate_size": 6144, "vocab_size": 151936}
            | {"num_experts": 128, "num_experts_per_tok": 8, "moe_intermediate_size": 768},
            30.53191168,
            3.35282176,
        ),
        (
            DEEPSEEK
            | {"hidden_size": 7168, "intermediate_size": 18432, "vocab_size": 129280}
            | {"n_routed_experts": 256, "num_experts_per_tok": 8, "moe_intermediate_size": 2048}
            | {"n_shared_experts": 1},
            671.02539776,
            37.551276032,
        ),
    ],
)
def test_a_config_json_tells_how_many_parameters(
    config: dict[str, int], parameters: float, active: float | None
) -> None:
    """Counted, to the last one, as others have counted them from the same files."""
    numbers = numbers_of_config(json.dumps({"text_config": config}).encode())
    assert numbers["parameters"] == pytest.approx(parameters, rel=1e-12)
    assert numbers.get("active_parameters") == (active and pytest.approx(active, rel=1e-12))


@pytest.mark.parametrize(
    ("told", "window_layers"),
    [
        ({"sliding_window": 128, "layer_types": ["sliding_attention", "full_attention"] * 18}, 18),
        ({"sliding_window": 1024, "sliding_window_pattern": 6, "num_hidden_layers": 62}, 52),
        ({"sliding_window": 4096}, 32),
        ({"sliding_window": 4096, "use_sliding_window": False}, None),
        ({"attention_chunk_size": 8192, "num_hidden_layers": 48}, 36),
    ],
)
def test_a_config_json_tells_which_layers_have_a_window(
    told: dict[str, object], window_layers: int | None
) -> None:
    config = LLAMA | SIZE | told
    assert numbers_of_config(json.dumps(config).encode()).get("window_layers") == window_layers


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"[" * 100_000,
        json.dumps(DEEPSEEK | {"num_hidden_layers": 0}).encode(),
        json.dumps(LLAMA | {"hidden_size": "4096"}).encode(),
        json.dumps(LLAMA | {"hidden_size": 1e400, "vocab_size": -1}).encode(),
        json.dumps(LLAMA | SIZE | {"num_hidden_layers": 10**400}).encode(),
        json.dumps(LLAMA | SIZE | {"num_experts": 8, "first_k_dense_replace": 99}).encode(),
    ],
)
def test_what_no_model_has_is_told_in_words_of_ours(data: bytes) -> None:
    with pytest.raises(NoConfig, match=r"no JSON of a model|what is needed: '[a-z_]+'"):
        numbers_of_config(data)


def test_each_number_has_a_date_and_a_source() -> None:
    for kind in ("model", "quantisation"):
        for name in CATALOGUE.names(kind):
            for _, source in CATALOGUE.entry(kind, name).values():
                assert source.date
                assert source.note
