"""Models side by side on the held-out data: plain greedy decoding of this recipe's own prompts.

The product does more: it searches, shows windows instead of whole records, and lets only words of
a record stand in a quotation. ``product.py`` measures that.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sotto_recipe import sequences
from sotto_recipe.data import Data
from sotto_recipe.scores import Estimate, Scores, estimates, score
from sotto_recipe.sequences import HELD_OUT_SEED, AnswerForm, Recipe, TrainingSequence, Turn
from sotto_recipe.splits import split

if TYPE_CHECKING:
    from sotto_recipe.llama import Llama
    from sotto_recipe.model_files import Text

ABSENT_SHARE = 0.25

_SHUFFLE_SEED = 5
_LONGEST_ANSWER = 90
_LONGEST_ROUTE = 60
_AT_ONCE = 16
_FIRST_MEASURES = (
    "quote_hit",
    "quote_verbatim",
    "answer_f1",
    "numbers_right",
    "citations_right",
    "abstention_right",
    "absent_abstained",
    "false_abstention",
    "summary_f1",
    "draft_f1",
    "route_json",
    "tool_right",
    "tool_and_arguments_right",
)


@dataclass(frozen=True)
class Item:
    """A question as it is put to the models."""

    beginning: str
    turn: Turn


@dataclass(frozen=True)
class Report:
    """What was measured of one model: all together, and by kind of question."""

    model: str
    all: dict[str, Estimate]
    by_kind: dict[str, dict[str, Estimate]]

    def to_json(self) -> dict[str, Any]:
        """Returns the figures as JSON has them."""

        def plain(measured: dict[str, Estimate]) -> dict[str, Any]:
            return {name: value.to_json() for name, value in measured.items()}

        return {
            "model": self.model,
            "all": plain(self.all),
            "by_kind": {kind: plain(measured) for kind, measured in self.by_kind.items()},
        }


def items(data: Data, most: int, form: AnswerForm) -> list[Item]:
    """Returns held-out questions, the same for every model.

    Args:
        data: all data; only its held-out side is used.
        most: at most about so many of each of the three groups: questions of single records, of
            contexts, and requests for tools; 0 for all. What is shown together stays together.
        form: of the text to compare with.
    """
    _, held_out = split(data)
    recipe = Recipe(form=form, absent_share=ABSENT_SHARE)
    groups = (
        sequences.of_records(held_out.records, HELD_OUT_SEED, recipe),
        [sequences.of_context(context, form) for context in held_out.contexts],
        [TrainingSequence("", (sequences.of_route(route),)) for route in held_out.routes],
    )
    asked: list[Item] = []
    for group in groups:
        random.Random(_SHUFFLE_SEED).shuffle(group)
        of_group: list[Item] = []
        for shown in group:
            if not most or len(of_group) < most:
                of_group += [Item(shown.beginning, turn) for turn in shown.turns]
        asked += of_group
    return asked


def answers(
    model: "Llama", text: "Text", asked: Sequence[Item], say: Callable[[str], None]
) -> list[str]:
    """Returns what a model writes for each question."""
    model.eval()
    written = [""] * len(asked)
    began = time.monotonic()
    done = 0
    for some in _together(asked):
        beginning = text.encode(asked[some[0]].beginning) if asked[some[0]].beginning else []
        most = _LONGEST_ROUTE if asked[some[0]].turn.kind == "route" else _LONGEST_ANSWER
        prompts = [text.encode(asked[i].turn.prompt) for i in some]
        for i, tokens in zip(some, model.greedy(beginning, prompts, most, text.ends), strict=True):
            written[i] = text.decode(tokens)
        done += len(some)
        say(f"{done} of {len(asked)} questions, {time.monotonic() - began:.0f} s")
    return written


def report(model: str, asked: Sequence[Item], written: Sequence[str]) -> Report:
    """Measures the answers of one model."""
    scored: list[tuple[str, Scores]] = [
        (item.turn.kind, score(item.turn, item.beginning, answer))
        for item, answer in zip(asked, written, strict=True)
    ]
    kinds = sorted({kind for kind, _ in scored})
    return Report(
        model,
        estimates([scores for _, scores in scored]),
        {kind: estimates([scores for of, scores in scored if of == kind]) for kind in kinds},
    )


def table(reports: Sequence[Report]) -> str:
    """Returns a Markdown table with a column for each model: all first, then kind by kind."""
    lines = [
        "| | " + " | ".join(one.model for one in reports) + " |",
        "|---|" + "---|" * len(reports),
    ]

    def row(name: str, cells: Sequence[Estimate | None]) -> None:
        shown = [str(cell) if cell else "–" for cell in cells]
        lines.append(f"| {name} | " + " | ".join(shown) + " |")

    for measure in _FIRST_MEASURES:
        if any(measure in one.all for one in reports):
            row(measure.replace("_", " "), [one.all.get(measure) for one in reports])
    for kind in sorted({kind for one in reports for kind in one.by_kind}):
        for measure in _FIRST_MEASURES:
            cells = [one.by_kind.get(kind, {}).get(measure) for one in reports]
            if any(cells) and measure not in ("abstention_right", "quote_verbatim"):
                row(f"{kind}: {measure.replace('_', ' ')}", cells)
    return "\n".join(lines)


def _together(asked: Sequence[Item]) -> Iterator[list[int]]:
    """Yields positions of questions that begin alike, some at a time."""
    by_beginning: dict[str, list[int]] = {}
    for i, item in enumerate(asked):
        by_beginning.setdefault(item.beginning, []).append(i)
    for some in by_beginning.values():
        for i in range(0, len(some), _AT_ONCE):
            yield some[i : i + _AT_ONCE]
