"""Turns a number into a prompt of random words, other ones for each number, so that no cache has read them before."""

from __future__ import annotations

from random import Random

WORDS = (
    "time year people way day man thing woman life child world school state family student group country problem hand "
    "part place case week company system program question work government number night point home water room mother "
    "area money story fact month lot right study book eye job word business issue side kind head house service friend "
    "father power hour game line end member law car city name team minute idea body back parent face level office door "
    "health person art war history party result change morning reason research girl guy moment air teacher force"
)


def prompt_of(seed: int, number: int, words: int) -> str:
    """The same for the same seed and number."""
    chosen = Random(f"{seed} {number}").choices(WORDS.split(), k=words)
    return " ".join(chosen)
