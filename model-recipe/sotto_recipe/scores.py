"""What is measured of each answer, and how sure the mean of a measure is."""

import json
import math
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sotto_recipe.prompts import ABSTENTION
from sotto_recipe.sequences import Turn

QUOTE_HIT = 0.5

_RESAMPLES = 1000
_QUANTILE_95 = 1.959964
_LITTLE_WORDS = frozenset("a an the you your is was it to of for at on in".split())
_MARK = re.compile(r"\[(\d)\]")
_QUOTE = re.compile(r'"(.+?)"')
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True)
class Estimate:
    """A mean over some cases with the bounds of its 95 % interval."""

    mean: float
    low: float
    high: float
    cases: int

    def __str__(self) -> str:
        return f"{self.mean:.2f} ({self.low:.2f}–{self.high:.2f}) of {self.cases}"

    def to_json(self) -> dict[str, float]:
        """Returns the numbers as JSON has them."""
        return {name: round(value, 4) for name, value in vars(self).items()}


Scores = Mapping[str, float]


def score(turn: Turn, shown: str, written: str) -> dict[str, float]:
    """Measures one answer; a measure that does not apply to the question is left out.

    Args:
        turn: the question with the text to write.
        shown: the beginning of the prompt, from which quotations must be.
        written: what the model wrote.
    """
    if turn.kind == "route":
        return _route_scores(turn.target, written)
    abstained = _is_abstention(written)
    if turn.target == ABSTENTION:
        return {"abstention_right": float(abstained), "absent_abstained": float(abstained)}
    scores = {
        "abstention_right": float(not abstained),
        "false_abstention": float(abstained),
    }
    quotes, answer = _parts(written)
    gold_quotes, gold_answer = _parts(turn.target)
    if turn.kind in ("draft", "summary"):
        scores[f"{turn.kind}_f1"] = f1(answer, gold_answer)
        return scores
    quote_f1 = f1(" ".join(quotes), " ".join(gold_quotes))
    scores["quote_hit"] = float(quote_f1 > QUOTE_HIT)
    scores["quote_verbatim"] = float(bool(quotes) and all(quote in shown for quote in quotes))
    scores["answer_f1"] = f1(answer, gold_answer)
    if numbers := _numbers(gold_answer):
        scores["numbers_right"] = float(numbers <= _numbers(answer))
    scores["citations_right"] = float(_MARK.findall(answer) == _MARK.findall(gold_answer))
    return scores


def estimates(results: Sequence[Scores], seed: int = 1) -> dict[str, Estimate]:
    """Returns the mean of every measure over the answers that have it."""
    names = dict.fromkeys(name for scores in results for name in scores)
    return {
        name: estimate([scores[name] for scores in results if name in scores], seed)
        for name in names
    }


def estimate(values: Sequence[float], seed: int = 1) -> Estimate:
    """Returns a mean with its interval.

    Of shares, where every value is 0 or 1, it is Wilson's score interval, which does not shrink to
    nothing where all are alike; of other values the percentiles of means of resampled values.
    """
    if not values:
        raise ValueError("There is no mean of no values")
    count = len(values)
    mean = sum(values) / count
    if set(values) <= {0.0, 1.0}:
        return Estimate(mean, *_wilson(mean, count), count)
    chance = random.Random(seed)
    means = sorted(sum(chance.choices(values, k=count)) / count for _ in range(_RESAMPLES))
    low, high = means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES) - 1]
    return Estimate(mean, low, high, count)


def _wilson(share: float, count: int) -> tuple[float, float]:
    z2 = _QUANTILE_95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    spread = math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    half = _QUANTILE_95 / (1 + z2 / count) * spread
    return max(0.0, middle - half), min(1.0, middle + half)


def f1(one: str, other: str) -> float:
    """Returns the overlap of words of two texts, little words aside."""
    a, b = _content(one), _content(other)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def _content(text: str) -> list[str]:
    plain = re.sub(r"[^\w\s.:,%€$£-]", "", _MARK.sub("", text).lower())
    stripped = (word.strip(".,:;") for word in plain.split())
    return [word for word in stripped if word and word not in _LITTLE_WORDS]


def _parts(text: str) -> tuple[list[str], str]:
    """Parts the line of quotations from the answer."""
    first, line_break, rest = text.partition("\n")
    if line_break and _MARK.match(first):
        return _QUOTE.findall(first), rest
    return [], text


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(_MARK.sub("", text)))


def _is_abstention(text: str) -> bool:
    return ABSTENTION.rstrip(".").lower().removeprefix("that is ") in text.lower()


def _route_scores(target: str, written: str) -> dict[str, float]:
    gold = json.loads(target)
    try:
        found = json.loads(written)
    except json.JSONDecodeError:
        found = None
    is_object = isinstance(found, dict)
    return {
        "route_json": float(is_object),
        "tool_right": float(is_object and found.get("tool") == gold["tool"]),
        "tool_and_arguments_right": float(found == gold),
    }
