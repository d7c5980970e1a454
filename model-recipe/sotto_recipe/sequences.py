"""Records and questions become training sequences.

A sequence is one beginning of a prompt that several turns share; each turn is a question with the
text to write. Turns never see each other, so a context of four records is computed once for its
twelve questions.
"""

import datetime as dt
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sotto_recipe import prompts
from sotto_recipe.data import Context, Question, Record, Route, Wish
from sotto_recipe.ranking import Bm25, words
from sotto_recipe.splits import Split

LONGEST_QUOTE = 20
MOST_QUOTES = 4
ABSENT_SHARE = 0.22
HELD_OUT_SEED = 3
PLAIN_KINDS = frozenset({"draft", "absent"})

_CANDIDATES = 14
_HARD_ABSENT = 0.7
_TURNS_WITHOUT_CONTEXT = 3
_COMMON = frozenset(
    "a an the you your is was it to of for at on in and that are be will with by from i my me we"
    " our".split()
)


class AnswerForm(Enum):
    """What the model learns to write before an answer."""

    QUOTE_FIRST = "quote-first"
    ANSWER_ONLY = "answer-only"


@dataclass(frozen=True)
class Turn:
    """What follows the shared beginning, the text to write, and the kind of question."""

    prompt: str
    target: str
    kind: str


@dataclass(frozen=True)
class TrainingSequence:
    """A shared beginning, empty where turns are whole prompts, and its turns."""

    beginning: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Recipe:
    """How sequences are made.

    ``absent_share`` is the share of questions about records that are not shown; ``context_repeats``
    how often an epoch has each context.
    """

    form: AnswerForm = AnswerForm.QUOTE_FIRST
    absent_share: float = ABSENT_SHARE
    context_repeats: int = 2


def epoch(side: Split, seed: int, recipe: Recipe) -> list[TrainingSequence]:
    """Returns every question of one side once, in an order that depends on the seed alone."""
    made = of_records(side.records, seed, recipe)
    for _ in range(recipe.context_repeats):
        made += [of_context(context, recipe.form) for context in side.contexts]
    made += _threes([of_route(route) for route in side.routes], random.Random(seed))
    made += _threes([of_wish(wish) for wish in side.wishes], random.Random(seed + 1))
    random.Random(seed).shuffle(made)
    return made


def of_records(records: Sequence[Record], seed: int, recipe: Recipe) -> list[TrainingSequence]:
    """Puts each record among others that are like it, with the questions of all of them.

    Some questions are about records that are not shown: these are answered by the abstention.
    """
    chance = random.Random(seed)
    if not records:
        return []
    ranking = Bm25([f"{record.title} {record.text}" for record in records])
    order = list(range(len(records)))
    chance.shuffle(order)
    open_questions = {i: list(range(len(records[i].questions))) for i in order}
    for i in order:
        chance.shuffle(open_questions[i])
    made = []
    for i in order:
        if not open_questions[i]:
            continue
        asked = chance.choice(records[i].questions).text
        similar = [j for j in ranking.best(f"{records[i].title} {asked}", _CANDIDATES) if j != i]
        shown = _shown(i, similar, len(records), chance)
        turns = []
        for number, j in enumerate(shown, 1):
            count = 5 if j == i else 4
            taken, open_questions[j] = open_questions[j][:count], open_questions[j][count:]
            turns += [_turn(records[j].questions[k], number, recipe.form) for k in taken]
        turns += _absent(records, turns, shown, similar, recipe.absent_share, chance)
        chance.shuffle(turns)
        picked = [records[j] for j in shown]
        made.append(TrainingSequence(prompts.context(_now(picked, chance), picked), tuple(turns)))
    chance.shuffle(made)
    return made


def of_context(context: Context, form: AnswerForm) -> TrainingSequence:
    """Makes a sequence of a context that was written with its questions."""
    turns = tuple(
        Turn(
            prompts.question(question.text),
            _with_quotes(context.records, question, form),
            question.kind,
        )
        for question in context.questions
    )
    return TrainingSequence(prompts.context(context.now, context.records), turns)


def of_route(route: Route) -> Turn:
    """Makes a turn of a request for a tool."""
    target = json.dumps({"tool": route.tool, "args": route.arguments}, ensure_ascii=False)
    return Turn(prompts.route(route.now, route.tools, route.request), target, "route")


def of_wish(wish: Wish) -> Turn:
    """Makes a turn of a wish for free writing."""
    return Turn(prompts.free(wish.text), wish.answer, "free")


def span(quote: str) -> str:
    """Returns the longest line of a quotation, at most 20 words: what the model copies."""
    return " ".join(max(quote.split("\n"), key=len).strip().split(" ")[:LONGEST_QUOTE])


def evidence(record: Record, clause: str, question: str) -> str:
    """Returns the sentence or line of a record that shares most words with a part of an answer."""
    of_clause, of_question = set(words(clause)) - _COMMON, set(words(question)) - _COMMON
    best, best_score = "", -1.0
    for line in re.split(r"\n|(?<=[.!?;])\s+", record.text):
        of_line = set(words(line))
        score = (
            2 * len(of_line & of_clause) + 0.5 * len(of_line & of_question) - 0.02 * len(of_line)
        )
        if line.strip() and score > best_score:
            best, best_score = line.strip(), score
    return span(best)


def _shown(i: int, similar: list[int], count: int, chance: random.Random) -> list[int]:
    wanted = min(chance.choice([1, 2, 2, 3, 3, 4, 4]), count)
    shown = [i, *chance.sample(similar, min(len(similar), wanted // 2))]
    while len(shown) < wanted:
        j = chance.randrange(count)
        if j not in shown:
            shown.append(j)
    chance.shuffle(shown)
    return shown


def _now(shown: Sequence[Record], chance: random.Random) -> str:
    """A time some weeks after the last of the records."""
    latest = dt.date.fromisoformat(max(record.date for record in shown))
    day = latest + dt.timedelta(days=int(chance.expovariate(1 / 40)))
    return (
        f"{prompts.day(day.isoformat())} {chance.randrange(7, 23):02d}:{chance.randrange(60):02d}"
    )


def _turn(question: Question, number: int, form: AnswerForm) -> Turn:
    answer = question.answer.strip()
    if question.kind not in PLAIN_KINDS:
        answer = _formed([(number, span(question.quote))], f"{answer} [{number}]", form)
    return Turn(prompts.question(question.text), answer, question.kind)


def _absent(
    records: Sequence[Record],
    turns: Sequence[Turn],
    shown: Sequence[int],
    similar: Sequence[int],
    share: float,
    chance: random.Random,
) -> list[Turn]:
    near = [j for j in similar if j not in shown]
    other = near or [j for j in range(len(records)) if j not in shown]
    absent = []
    for _ in range(sum(chance.random() < share / (1 - share) for _ in turns) if other else 0):
        hard = chance.random() < _HARD_ABSENT
        j = chance.choice(other) if hard else chance.randrange(len(records))
        asked = [question for question in records[j].questions if question.kind != "draft"]
        if j not in shown and asked:
            text = prompts.question(chance.choice(asked).text)
            absent.append(Turn(text, prompts.ABSTENTION, "absent"))
    return absent


def _with_quotes(records: Sequence[Record], question: Question, form: AnswerForm) -> str:
    if question.kind in PLAIN_KINDS:
        return question.answer
    quotes = {number: span(quote) for number, quote in question.quotes}
    if not quotes:
        quotes = _found_quotes(records, question)
    return _formed(list(quotes.items())[:MOST_QUOTES], question.answer, form)


def _found_quotes(records: Sequence[Record], question: Question) -> dict[int, str]:
    """Finds evidence before each mark [n] of an answer that was written without quotations."""
    quotes: dict[int, str] = {}
    clause = ""
    for part in re.split(r"(\[\d\])", question.answer):
        mark = re.fullmatch(r"\[(\d)\]", part)
        if not mark:
            clause += part
            continue
        number = int(mark.group(1))
        if number not in quotes:
            quotes[number] = evidence(records[number - 1], clause, question.text)
        clause = ""
    return {number: quote for number, quote in quotes.items() if quote}


def _formed(quotes: Iterable[tuple[int, str]], answer: str, form: AnswerForm) -> str:
    if form is AnswerForm.ANSWER_ONLY:
        return answer
    return " ".join(f'[{number}] "{quote}"' for number, quote in quotes) + "\n" + answer


def _threes(turns: list[Turn], chance: random.Random) -> list[TrainingSequence]:
    chance.shuffle(turns)
    return [
        TrainingSequence("", tuple(turns[i : i + _TURNS_WITHOUT_CONTEXT]))
        for i in range(0, len(turns), _TURNS_WITHOUT_CONTEXT)
    ]
