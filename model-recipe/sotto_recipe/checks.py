"""What the data must hold: ``data/GUIDE.md`` says it in words."""

import datetime as dt
import re
from collections.abc import Iterator

from sotto_recipe import prompts
from sotto_recipe.data import Context, Data, Question, Record, Route
from sotto_recipe.splits import leaks, split

TYPES = frozenset("note email chat event receipt booking log doc".split())
RECORD_KINDS = frozenset("fact when where who howmuch list yesno summary why draft".split())
CONTEXT_KINDS = frozenset("update multi pick agenda computed absent summary draft".split())

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_MARK = re.compile(r"\[(\d)\]")


def problems(data: Data) -> list[str]:
    """Returns everything that is wrong with the data, each with its place."""
    found = []
    seen: dict[str, str] = {}
    for place, record in zip(data.places["records"], data.records, strict=True):
        found += [f"{place}: {problem}" for problem in record_problems(record)]
        if record.text in seen:
            found.append(f"{place}: the record of {seen[record.text]} again")
        seen[record.text] = str(place)
    for place, context in zip(data.places["contexts"], data.contexts, strict=True):
        found += [f"{place}: {problem}" for problem in context_problems(context)]
    for place, route in zip(data.places["routes"], data.routes, strict=True):
        found += [f"{place}: {problem}" for problem in route_problems(route)]
    for place, wish in zip(data.places["wishes"], data.wishes, strict=True):
        if not wish.text.strip() or not wish.answer.strip():
            found.append(f"{place}: a wish or its answer is empty")
    return found + leaks(*split(data))


def record_problems(record: Record) -> Iterator[str]:
    """Yields what is wrong with a record and its questions."""
    yield from _form_problems(record)
    if not record.questions:
        yield "no question"
    for question in record.questions:
        yield from _question_problems(question, RECORD_KINDS)
        if not question.quote or question.quote not in record.words:
            yield f"the quote is not in the record: {question.quote!r}"
        if question.kind != "draft":
            yield from _number_problems(question, f"{record.words} {record.date}")


def context_problems(context: Context) -> Iterator[str]:
    """Yields what is wrong with a context and its questions."""
    yield from _now_problems(context.now, "%a %Y-%m-%d %H:%M")
    for record in context.records:
        yield from _form_problems(record)
    shown = " ".join(f"{record.words} {record.date}" for record in context.records)
    for question in context.questions:
        yield from _question_problems(question, CONTEXT_KINDS)
        marks = [int(mark) for mark in _MARK.findall(question.answer)]
        for number in [*marks, *(number for number, _ in question.quotes)]:
            if not 1 <= number <= len(context.records):
                yield f"there is no record [{number}]: {question.answer!r}"
        for number, quote in question.quotes:
            is_shown = 1 <= number <= len(context.records)
            if is_shown and (not quote or quote not in context.records[number - 1].words):
                yield f"the quote is not in record [{number}]: {quote!r}"
        if question.kind == "absent" and question.answer != prompts.ABSTENTION:
            yield f"an absent fact is answered: {question.answer!r}"
        if question.kind not in ("absent", "draft") and not marks:
            yield f"no mark in the answer: {question.answer!r}"
        if question.kind != "draft":
            yield from _number_problems(question, shown)


def route_problems(route: Route) -> Iterator[str]:
    """Yields what is wrong with a request and its tool."""
    yield from _now_problems(route.now, "%Y-%m-%d %H:%M %a")
    arguments = {}
    for tool in (*prompts.EVERYWHERE, *route.tools):
        form = re.fullmatch(r"([\w.]+)\(([^)]*)\) - \S.*", tool)
        if not form:
            yield f"a tool is not name(argument, ...) - what it does: {tool!r}"
            continue
        arguments[form.group(1)] = {name.strip() for name in form.group(2).split(",")}
    if route.tool not in arguments:
        yield f"the tool {route.tool!r} is not among those at hand"
    elif unknown := set(route.arguments) - arguments[route.tool]:
        yield f"the tool {route.tool!r} has no argument {', '.join(sorted(unknown))}"


def _form_problems(record: Record) -> Iterator[str]:
    if record.type not in TYPES:
        yield f"the type {record.type!r} is not one of {', '.join(sorted(TYPES))}"
    try:
        if dt.date.fromisoformat(record.date).isoformat() != record.date:
            yield f"{record.date!r} is not written as YYYY-MM-DD"
    except ValueError:
        yield f"{record.date!r} is no date"
    if not record.title.strip() or not record.text.strip():
        yield "a title or text is empty"


def _question_problems(question: Question, kinds: frozenset[str]) -> Iterator[str]:
    if not question.text.strip() or not question.answer.strip():
        yield "a question or its answer is empty"
    if question.kind not in kinds:
        yield f"the kind {question.kind!r} is not one of {', '.join(sorted(kinds))}"


def _number_problems(question: Question, shown: str) -> Iterator[str]:
    for number in _NUMBER.findall(_MARK.sub("", question.answer)):
        whole = re.compile(rf"(?<!\d){re.escape(number)}(?!\d)")
        if not whole.search(shown) and not whole.search(question.text):
            yield f"the number {number} stands in no record: {question.answer!r}"


def _now_problems(now: str, form: str) -> Iterator[str]:
    try:
        if f"{dt.datetime.strptime(now, form):{form}}" != now:
            yield f"the weekday of {now!r} is wrong"
    except ValueError:
        yield f"{now!r} is no time of the form {form}"
