"""BM25, to find records that are easily taken for one another."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

_SATURATION = 1.2
_LENGTH = 0.75


def words(text: str) -> list[str]:
    """Returns the words and numbers of a text, lower case, without accented letters."""
    return re.findall(r"[a-z0-9]+", text.lower())


class Bm25:
    """Ranks texts for a query, as in Robertson and Zaragoza 2009."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(words(text)) for text in texts]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / len(lengths)
        containing = Counter(word for count in counts for word in count)
        self._rarity = {
            word: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in containing.items()
        }
        self._weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, count in enumerate(counts):
            damping = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[i] / mean)
            for word, n in count.items():
                self._weights[word].append((i, n * (_SATURATION + 1) / (n + damping)))

    def best(self, query: str, n: int) -> list[int]:
        """Returns the positions of the n texts that fit best, best first."""
        scores: Counter[int] = Counter()
        for word in sorted(set(words(query))):
            for i, weight in self._weights.get(word, ()):
                scores[i] += self._rarity[word] * weight  # type: ignore[assignment]
        return [i for i, _ in scores.most_common(n)]
