"""The speed of a server between the points that were measured, and never beyond them."""

import pytest

from generator.engines.ceiling import doubts_about_speed
from tests.proposals import model_of, value

OWN = "options.own.capacity"
POINTS = """
      - {concurrency: 2, tokens_per_second: 100, first_token: 0.2}
      - {concurrency: 8, tokens_per_second: 400, first_token: 0.5}
      - {concurrency: 16, tokens_per_second: 640, first_token: 1.5}
"""


def served(serving: str, points: str = POINTS) -> str:
    return f"""
proposal: {{title: Example}}
workload: {{monthly_requests: 100000, input_tokens: 1000, output_tokens: 250}}
options:
  own:
    name: Own
    serving:
      model: qwen2.5:7b
      gpu: h100_80gb
      {serving}
      measured: {points}
    opex: [{{item: care, monthly: 500}}]
"""


@pytest.mark.parametrize(
    ("wanted", "together", "speed", "first_token"),
    [
        (1, 1, 50, 0.2),  # as fast for each request as at the first point
        (2, 2, 100, 0.2),
        (5, 5, 250, 0.35),
        (12, 12, 520, 1),
        (64, 16, 640, 1.5),  # no more than were measured
    ],
)
def test_the_speed_lies_between_the_points(
    wanted: int, together: int, speed: float, first_token: float
) -> None:
    found = model_of(served(f"concurrency: {wanted}"))
    assert value(found, f"{OWN}.together") == together
    assert value(found, f"{OWN}.unit_speed") == pytest.approx(speed)
    assert value(found, f"{OWN}.first_token") == pytest.approx(first_token)
    # 100,000 requests a month of 250 tokens, in the mean of 730 hours.
    busy = 100_000 * 12 / 365 / 86_400 * 250 / speed
    assert value(found, f"{OWN}.utilisation") == pytest.approx(min(1, busy))
    odd = {doubt.code for doubt in doubts_about_speed(found)}
    assert odd == ({"W031"} if wanted in (1, 64) else set())


def test_each_copy_on_a_unit_is_as_fast_as_the_one_that_was_measured() -> None:
    copies = "gpus_per_unit: 4\n      replicas_per_unit: 4"
    found = model_of(served(f"concurrency: 8\n      {copies}"))
    assert value(found, f"{OWN}.unit_speed") == pytest.approx(1600)
    assert value(found, f"{OWN}.request_speed") == pytest.approx(50)


def test_requests_that_must_be_fast_run_as_many_as_a_point_allows() -> None:
    """40 tokens a second for each at 16, 50 at 8."""
    found = model_of(served("concurrency: 16\n      least_speed: 45\n      longest_wait: 1"))
    assert value(found, f"{OWN}.together") == 8
    assert value(found, f"{OWN}.meets_latency") == 1
    slow = model_of(served("concurrency: 16\n      longest_wait: 1"))
    assert value(slow, f"{OWN}.meets_latency") == 0


def test_a_stated_speed_counts_and_is_compared() -> None:
    found = model_of(served("concurrency: 8\n      tokens_per_second: 300"))
    assert value(found, f"{OWN}.unit_speed") == 300
    [doubt] = doubts_about_speed(found)
    assert (doubt.code, str(doubt.path)) == ("W030", "options.own.serving.tokens_per_second")
    near = "concurrency: 8\n      tokens_per_second: 330"
    noted = "concurrency: 8\n      tokens_per_second: {value: 300, note: after the move}"
    for serving in (near, noted):
        assert list(doubts_about_speed(model_of(served(serving)))) == []


def test_a_point_that_memory_cannot_bring_is_told() -> None:
    points = "[{concurrency: 1, tokens_per_second: 2000}]"
    [doubt] = doubts_about_speed(model_of(served("concurrency: 1", points)))
    assert (doubt.code, str(doubt.path)) == (
        "W025",
        "options.own.serving.measured.0.tokens_per_second",
    )


def test_a_benchmark_of_other_requests_is_told() -> None:
    """It holds the reading; where that is timed apart it does not matter."""
    points = "[{concurrency: 8, tokens_per_second: 400, input_tokens: 128, output_tokens: 128}]"
    [doubt] = doubts_about_speed(model_of(served("concurrency: 8", points)))
    assert doubt.code == "W032"
    assert doubt.message.endswith("reads 1 tokens for each that it writes, the workload 4")
    apart = "concurrency: 8\n      prefill_tokens_per_second: 5000"
    assert list(doubts_about_speed(model_of(served(apart, points)))) == []
