"""The one layout of prompts. The product builds exactly this: ``docs/format/prompt-v1.md``."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sotto_recipe.data import Record

SYSTEM_ANSWER = (
    "Answer from the records. Cite the record as [1]. If they do not hold the answer, say:"
    " That is not in your records."
)
SYSTEM_ROUTE = "Pick how to help. Reply with one JSON object."
SYSTEM_FREE = "You are Sotto, a private assistant. Be brief."
ABSTENTION = "That is not in your records."
EVERYWHERE = (
    "records(query) - the user's own notes, mails, chats and calendar",
    "none() - no tool fits",
)

_ANSWER_BEGINS = "<|im_end|>\n<|im_start|>assistant\n"


def day(date: str) -> str:
    """Returns a date with its weekday before it: ``Tue 2026-03-10``."""
    return f"{dt.date.fromisoformat(date):%a} {date}"


def record(number: int, item: Record) -> str:
    """Returns a record as the prompt shows it."""
    return f"[{number}] {item.type}, {day(item.date)}, {item.title}\n{item.text}"


def context(now: str, records: Sequence[Record]) -> str:
    """Returns the part of a prompt that several questions share."""
    shown = "\n\n".join(record(number, item) for number, item in enumerate(records, 1))
    return _turn(SYSTEM_ANSWER, f"Now: {now}\n\n{shown}")


def question(text: str) -> str:
    """Returns the part of a prompt that follows the records."""
    return f"\n\nQuestion: {text}{_ANSWER_BEGINS}"


def route(now: str, tools: Iterable[str], request: str) -> str:
    """Returns the prompt that asks for a tool."""
    listed = "\n".join((*EVERYWHERE, *tools))
    user = f"Now: {now}\nTools:\n{listed}\n\nRequest: {request}"
    return _turn(SYSTEM_ROUTE, user) + _ANSWER_BEGINS


def free(wish: str) -> str:
    """Returns the prompt for free writing."""
    return _turn(SYSTEM_FREE, wish) + _ANSWER_BEGINS


def _turn(system: str, user: str) -> str:
    return f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{user}"
