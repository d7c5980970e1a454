"""Which data is held out from training, decided by a hash of its text.

The default model was trained with these splits, so that its figures on them are of data it has not
seen. A record keeps its side whatever is added to the data.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from sotto_recipe.data import Context, Data, Question, Record, Route, Wish

ONE_RECORD_IN = 20
ONE_ROUTE_IN = 14

NEAR_DUPLICATE = 0.5
_SHINGLE = 3


@dataclass(frozen=True)
class Split:
    """One side of the data; wishes are for training only."""

    records: tuple[Record, ...]
    contexts: tuple[Context, ...]
    routes: tuple[Route, ...]
    wishes: tuple[Wish, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all records and contexts."""
        of_records = tuple(question for record in self.records for question in record.questions)
        return of_records + tuple(q for context in self.contexts for q in context.questions)


def is_held_out(text: str, one_in: int) -> bool:
    """Whether the hash of a text puts it on the held-out side."""
    return zlib.crc32(text.encode()) % one_in == 0


def split(data: Data) -> tuple[Split, Split]:
    """Returns the training side and the held-out side."""

    def side(held_out: bool) -> Split:
        return Split(
            records=tuple(
                record
                for record in data.records
                if is_held_out(record.text, ONE_RECORD_IN) == held_out
            ),
            contexts=tuple(
                context
                for context in data.contexts
                if is_held_out(context.records[0].text, ONE_RECORD_IN) == held_out
            ),
            routes=tuple(
                route
                for route in data.routes
                if is_held_out(route.request, ONE_ROUTE_IN) == held_out
            ),
            wishes=() if held_out else data.wishes,
        )

    return side(False), side(True)


def leaks(training: Split, held_out: Split) -> list[str]:
    """Says what the two sides share: records nearly the same, questions and requests the same."""
    found = []
    known = [(record, shingles(record.text)) for record in _all_records(training)]
    for record in _all_records(held_out):
        of_record = shingles(record.text)
        for other, of_other in known:
            share = overlap(of_record, of_other)
            if share >= NEAR_DUPLICATE:
                found.append(
                    f"the held-out record {record.title!r} shares {share:.0%} of its word triples"
                    f" with the training record {other.title!r}"
                )
    for name, of in (("question", _questions), ("request", _requests)):
        for text in sorted(of(training) & of(held_out)):
            found.append(f"the {name} {text!r} is on both sides")
    return found


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Returns the runs of three words of a text, lower case."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(
        tuple(words[i : i + _SHINGLE]) for i in range(max(0, len(words) - _SHINGLE + 1))
    )


def overlap(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Returns which share of the smaller set is in the other too."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


def _all_records(side: Split) -> Iterable[Record]:
    """Records of the data, and of the contexts but for what code computed for them."""
    yield from side.records
    for context in side.contexts:
        yield from (record for record in context.records if record.title != "computed")


def _questions(side: Split) -> set[str]:
    return {_plain(question.text) for question in side.questions}


def _requests(side: Split) -> set[str]:
    return {_plain(route.request) for route in side.routes}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
