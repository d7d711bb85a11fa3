"""Sizing by the roofline: the orientation figures of a public tool lie inside our range; counts by hand beside them."""

import pytest

from generator.engines.model import Model
from tests.proposals import model_of, value

OWN = "options.own.capacity"
# Counted from the models' config.json, to the last parameter.
LLAMA = "model: llama, parameters: 8.029995008, layers: 32, kv_heads: 8, head_dim: 128, quantisation: FP16"
QWEN = "model: qwen, parameters: 72.704065536, layers: 80, kv_heads: 8, head_dim: 128, quantisation: FP8"
MIXTURE = (
    "model: qwen3, parameters: 30.53191168, active_parameters: 3.35282176, experts: 128, experts_per_token: 8,"
    " layers: 48, kv_heads: 4, head_dim: 128, quantisation: FP16"
)
DEEPSEEK = (
    "model: deepseek, parameters: 671.02539776, active_parameters: 37.551276032, experts: 256, experts_per_token: 8,"
    " layers: 61, latent_size: 576, quantisation: FP8"
)


def sized(serving: str, load: str = "input_tokens: 5000, output_tokens: 500") -> Model:
    return model_of(f"""
proposal: {{title: Example}}
workload: {{monthly_requests: 100000, {load}}}
options:
  own:
    name: Own
    serving: {{gpu: h100_80gb, {serving}}}
    opex: [{{item: care, monthly: 500}}]
""")


@pytest.mark.parametrize(
    ("model", "cards", "streams", "ours", "published"),
    [
        (LLAMA, 1, 1, (112.696, 133.928, 163.094), 152),
        (LLAMA, 1, 16, (723.171, 955.910, 1184.994), 1083),
        (QWEN, 2, 1, (50.663, 60.228, 73.348), 54),
        (QWEN, 2, 16, (359.332, 482.982, 600.531), 423),
        (QWEN, 2, 32, (450.903, 630.503, 789.735), 560),
        (MIXTURE, 2, 16, (1149.785, 1395.800, 1705.538), 1334),
        # Without the network between two machines; the tool says 203 of these with it.
        (f"{DEEPSEEK}, layer_overhead: 0", 16, 1, (794.801, 945.085, 1151.006), None),
        (f"{DEEPSEEK}, layer_overhead: 0", 16, 16, (1587.419, 1924.451, 2350.985), None),
        (DEEPSEEK, 16, 1, (197, 202, 210), 203),
    ],
)
def test_an_estimate_encloses_what_a_public_tool_says(
    model: str,
    cards: int,
    streams: int,
    ours: tuple[float, float, float],
    published: float | None,
) -> None:
    """Tokens a second of answers, the prompts read: each prompt holds up all others."""
    serving = (
        f"{model}, engine: stated, gpus_per_unit: {cards}, concurrency: {streams}, context: 5500"
    )
    found = sized(serving)
    ends = tuple(500 * value(found, f"{OWN}.request_rate{end}") for end in ("_low", "", "_high"))
    assert ends == pytest.approx(ours, rel=0.02 if published == 203 else 1e-5)
    assert published is None or ends[0] < published < ends[2]


def test_a_step_reads_what_its_requests_touch() -> None:
    # 30.53 − 27.18 × (1 − 8/128)^15 = 20.21 billion of two bytes, and 5,250 tokens × 98,304 bytes × 16
    found = sized(f"{MIXTURE}, engine: stated, gpus_per_unit: 2, concurrency: 16")
    assert value(found, f"{OWN}.step_weights") == pytest.approx(40.418, abs=0.002)
    assert value(found, f"{OWN}.step_cache") == pytest.approx(8.258, abs=0.001)


def test_cards_add_speed_only_where_the_engine_splits_layers() -> None:
    serving = f"{QWEN}, gpus_per_unit: 2, concurrency: 16"
    one, two = (
        value(sized(f"{serving}, engine: {engine}"), f"{OWN}.unit_speed")
        for engine in ("ollama", "stated")
    )
    assert one == pytest.approx(374.342, rel=1e-5)
    assert two == pytest.approx(748.684, rel=1e-5)


def test_four_bits_are_reckoned_in_sixteen() -> None:
    assert value(sized(QWEN), f"{OWN}.card_flops") == 1978.9
    assert value(sized(QWEN.replace("FP8", "AWQ")), f"{OWN}.card_flops") == 989.4


class TestRoom:
    # 80 / 1.1 − 16.06 = 56.667 GB; 131,072 bytes × 8,192 = 1.0737 GB for a request
    SERVING = f"{LLAMA}, engine: vllm, context: 8192"

    def test_as_many_run_as_fit(self) -> None:
        found = sized(self.SERVING)
        assert value(found, f"{OWN}.cache_room") == pytest.approx(56.667, abs=0.001)
        assert value(found, f"{OWN}.most_requests") == 52
        assert value(found, f"{OWN}.together") == 52
        # 56.667e9 / 131,072 / 52
        assert value(found, f"{OWN}.longest_context") == 8314
        assert value(found, f"{OWN}.feasible") == 1

    def test_no_more_run_than_are_stated(self) -> None:
        assert value(sized(f"{self.SERVING}, concurrency: 12"), f"{OWN}.together") == 12

    def test_ollama_sets_memory_aside_for_all(self) -> None:
        found = sized(self.SERVING.replace("vllm", "ollama") + ", concurrency: 60")
        assert value(found, f"{OWN}.together") == 60
        assert value(found, f"{OWN}.fits_memory") == 0

    def test_what_a_window_keeps_leaves_room(self) -> None:
        window = f"{self.SERVING}, concurrency: 10, window: 1024, window_layers: 28"
        # 56.667e9 / 10 = 1.38347e6 numbers of two bytes for each of 2,048: 28 × 1,024 of the windows, the rest for 4
        tokens = (56.667e9 / 10 / 2 / 2048 - 28 * 1024) / 4
        assert value(sized(window), f"{OWN}.longest_context") == pytest.approx(tokens, rel=1e-4)


class TestLatency:
    def test_fewer_run_so_that_each_has_its_speed(self) -> None:
        # 1/60 s × 3,350 × 70 % = 39.08 GB a step, less 16.06 of weights, by 5,250 × 131,072 bytes: 33.45
        found = sized(f"{LLAMA}, engine: vllm, least_speed: 60")
        assert value(found, f"{OWN}.together") == 33
        assert value(found, f"{OWN}.request_speed") > 60
        assert value(found, f"{OWN}.meets_latency") == 1

    @pytest.mark.parametrize("limit", ["least_speed: 200", "longest_wait: 0.1"])
    def test_a_limit_that_one_request_breaks_is_an_obstacle(self, limit: str) -> None:
        found = sized(f"{LLAMA}, engine: vllm, {limit}")
        capacity = found.options["own"].capacity
        assert capacity is not None
        assert capacity.obstacle == "latency"
        assert value(found, f"{OWN}.feasible") == 0
        assert value(found, f"{OWN}.largest_volume") == 0

    def test_the_first_token_waits_for_the_prompt(self) -> None:
        # 5,000 × 2 × 8.03 / (989.4 × 1,000 × 50 %)
        assert value(sized(LLAMA), f"{OWN}.first_token") == pytest.approx(0.16232, abs=1e-5)


class TestReadingCounts:
    """36 M tokens in and 4 M out a day, 8,000 and 400 tokens a second as measured: times add up."""

    DAY = (
        "input_tokens: 3600, output_tokens: 400, peak_factor: 3, monthly_requests: 304166.666666667"
    )
    MEASURED = f"{LLAMA}, tokens_per_second: 400"

    def loaded(self, reading: str, cached: str = "0%") -> Model:
        load = f"{self.DAY}, cached_share: {cached}"
        text = f"""
proposal: {{title: Example}}
workload: {{{load}}}
options: {{own: {{name: Own, serving: {{gpu: h100_80gb, {self.MEASURED}{reading}}}, opex: [{{item: a, monthly: 1}}]}}}}
"""
        return model_of(text)

    def test_busy_times_add_up(self) -> None:
        found = self.loaded(", prefill_tokens_per_second: 8000")
        assert value(found, f"{OWN}.utilisation") == pytest.approx(0.16782407407407407)
        assert value(found, f"{OWN}.reading_share") == pytest.approx(0.3103448275862069)
        assert value(found, f"{OWN}.headroom") == pytest.approx(1 - 3 * 0.16782407407407407)
        assert value(found, f"{OWN}.units_needed") == 1

    def test_what_a_cache_has_read_need_not_be_read(self) -> None:
        found = self.loaded(", prefill_tokens_per_second: 8000", "50%")
        assert value(found, f"{OWN}.utilisation") == pytest.approx(0.1417824074074074)

    def test_a_measured_speed_alone_counts_as_before(self) -> None:
        found = self.loaded("")
        assert value(found, f"{OWN}.utilisation") == pytest.approx(0.11574074074074074)
        assert "sizing.own" not in found.schedules


def test_the_largest_volume_is_served_and_one_more_is_not() -> None:
    def at(requests: int) -> Model:
        return model_of(f"""
proposal: {{title: Example}}
workload: {{monthly_requests: {requests}, growth: 15%}}
options: {{own: {{name: Own, serving: {{gpu: h100_80gb, {MIXTURE}, engine: vllm}}, opex: [{{item: a, monthly: 1}}]}}}}
""")

    most = int(value(at(20_000), f"{OWN}.largest_volume"))
    assert value(at(most), f"{OWN}.feasible") == 1
    assert value(at(most + 1), f"{OWN}.feasible") == 0


def test_each_number_of_cards_is_sized_like_an_option_that_has_it() -> None:
    """Copies of a model on 1, 2, 4 or 8 cards that serve a load within limits, and the fewest cards of all."""
    limits = f"{QWEN}, engine: vllm, least_speed: 25, longest_wait: 1"
    load = "input_tokens: 5000, output_tokens: 500, growth: 400%"
    search = sized(limits, load)
    found = {}
    for place, cards in enumerate((1, 2, 4, 8)):
        alone = sized(f"{limits}, gpus_per_unit: {cards}", load)
        key = f"options.own.search.{place}"
        for name in ("memory_needed", "together", "first_token", "request_speed", "meets_latency"):
            assert value(search, f"{key}.{name}") == value(alone, f"{OWN}.{name}")
        capacity = alone.options["own"].capacity
        assert capacity is not None
        copies = search.result_figures[f"{key}.copies"]
        assert (copies.reason is None) == (capacity.obstacle in ("", "throughput"))
        if copies.reason is None:
            assert copies.value == capacity.throughput.units_needed.value
            found[str(place)] = (copies.value * cards, copies.value)
    shown = search.options["own"].search
    assert shown is not None
    assert len(found) > 1
    assert shown.fewest == min(found, key=lambda place: found[place])


@pytest.mark.parametrize("serving", [QWEN, f"{QWEN}, least_speed: 25, tokens_per_second: 300"])
def test_without_limits_or_with_a_measured_speed_no_other_cards_are_tried(serving: str) -> None:
    assert sized(serving).options["own"].search is None
