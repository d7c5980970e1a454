"""The data: records with questions, contexts of several records, routes and wishes.

Every file holds one JSON object a line. Reading is strict: a line of another form is an error that
names file and line.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sotto_recipe.errors import RecipeError

T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """A question with its answer.

    ``quote`` is the evidence within the one record; ``quotes`` are pairs of a record's number, from
    1, and its evidence, where the question belongs to a context. Either may be empty.
    """

    text: str
    answer: str
    kind: str
    quote: str = ""
    quotes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Record:
    """One note, mail, chat, event, receipt, booking, log or document of a person."""

    type: str
    date: str
    title: str
    text: str
    questions: tuple[Question, ...] = ()

    @property
    def words(self) -> str:
        """What a quotation may be taken from."""
        return f"{self.text}\n{self.title}"


@dataclass(frozen=True)
class Context:
    """Records that were found together, with questions about all of them."""

    now: str
    records: tuple[Record, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Route:
    """A request, the tools at hand, and the one to choose with its arguments."""

    now: str
    tools: tuple[str, ...]
    request: str
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """A wish for free writing with what was written."""

    text: str
    answer: str


@dataclass(frozen=True)
class Located:
    """Where something stands, for messages."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Data:
    """All the data, each part with the places of its items in the same order."""

    records: tuple[Record, ...]
    contexts: tuple[Context, ...]
    routes: tuple[Route, ...]
    wishes: tuple[Wish, ...]
    places: dict[str, tuple[Located, ...]]
    sha256: str


def read(folder: Path) -> Data:
    """Reads the data folder.

    Raises:
        RecipeError: if a file is missing or a line of it has another form.
    """
    hashed = hashlib.sha256()
    places: dict[str, tuple[Located, ...]] = {}

    def part(name: str, pattern: str, of: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
        files = sorted(folder.glob(pattern))
        if not files:
            raise RecipeError(f"Reading the data: there is no file {pattern} in {folder}.")
        found = []
        for file in files:
            hashed.update(file.read_bytes())
            for number, line in _lines(file):
                place = Located(str(file.relative_to(folder)), number)
                found.append((place, _parsed(line, place, of)))
        places[name] = tuple(place for place, _ in found)
        return tuple(item for _, item in found)

    return Data(
        records=part("records", "records/*.jsonl", _record),
        contexts=part("contexts", "contexts/*.jsonl", _context),
        routes=part("routes", "routes.jsonl", _route),
        wishes=part("wishes", "wishes.jsonl", _wish),
        places=places,
        sha256=hashed.hexdigest(),
    )


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def _parsed(line: str, place: Located, of: Callable[[dict[str, Any]], T]) -> T:
    try:
        return of(json.loads(line))
    except json.JSONDecodeError as e:
        raise RecipeError(f"{place}: no JSON object: {e.msg} at column {e.colno}.") from e
    except KeyError as e:
        raise RecipeError(f"{place}: the field {e.args[0]!r} is missing.") from e
    except (TypeError, ValueError) as e:
        raise RecipeError(f"{place}: a field has another form: {e}.") from e


def _question(json_object: dict[str, Any]) -> Question:
    return Question(
        text=json_object["q"],
        answer=json_object["a"],
        kind=json_object["kind"],
        quote=json_object.get("quote", ""),
        quotes=tuple((int(number), words) for number, words in json_object.get("quotes", ())),
    )


def _record(json_object: dict[str, Any]) -> Record:
    return Record(
        type=json_object["type"],
        date=json_object["date"],
        title=json_object["title"],
        text=json_object["text"],
        questions=tuple(_question(item) for item in json_object.get("qa", ())),
    )


def _context(json_object: dict[str, Any]) -> Context:
    return Context(
        now=json_object["now"],
        records=tuple(_record(item) for item in json_object["records"]),
        questions=tuple(_question(item) for item in json_object["qa"]),
    )


def _route(json_object: dict[str, Any]) -> Route:
    return Route(
        now=json_object["now"],
        tools=tuple(json_object["tools"]),
        request=json_object["q"],
        tool=json_object["out"]["tool"],
        arguments=dict(json_object["out"]["args"]),
    )


def _wish(json_object: dict[str, Any]) -> Wish:
    return Wish(text=json_object["q"], answer=json_object["a"])
