"""Training sequences as tensors."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from sotto_recipe.model_files import Text
from sotto_recipe.prompts import ABSTENTION
from sotto_recipe.sequences import TrainingSequence

ABSTENTION_WEIGHT = 0.5


@dataclass(frozen=True)
class Packed:
    """One sequence.

    ``segments`` is 0 for what all turns see and n for turn n; ``rows`` are the positions whose next
    token is learned, ``targets`` those tokens, ``weights`` what each counts.
    """

    ids: Tensor
    positions: Tensor
    segments: Tensor
    rows: Tensor
    targets: Tensor
    weights: Tensor


@dataclass(frozen=True)
class Batch:
    """Sequences filled up to the same length; rows are positions in the flattened batch."""

    ids: Tensor
    positions: Tensor
    mask: Tensor
    rows: Tensor
    targets: Tensor
    weights: Tensor

    def to(self, device: torch.device) -> "Batch":
        """Returns the same on a device."""
        return Batch(*(part.to(device, non_blocking=True) for part in vars(self).values()))


def pack(sequence: TrainingSequence, text: Text, most_tokens: int) -> Packed:
    """Lays the turns of a sequence side by side; turns that do not fit are left out.

    A turn's tokens together weigh the square root of their number, so that long answers count more
    than short ones but not in proportion; an abstention weighs half.
    """
    shared = text.encode(sequence.beginning) if sequence.beginning else []
    ids, positions, segments = list(shared), list(range(len(shared))), [0] * len(shared)
    rows: list[int] = []
    targets: list[int] = []
    weights: list[float] = []
    for number, turn in enumerate(sequence.turns, 1):
        asked = text.encode(turn.prompt)
        told = [*text.encode(turn.target), text.end_of_turn]
        begin, count = len(ids), len(asked) + len(told)
        if begin + count > most_tokens:
            break
        ids += asked + told
        positions += range(len(shared), len(shared) + count)
        segments += [number] * count
        rows += range(begin + len(asked) - 1, begin + count - 1)
        targets += told
        weight = ABSTENTION_WEIGHT if turn.target == ABSTENTION else 1.0
        weights += [weight / math.sqrt(len(told))] * len(told)
    return Packed(
        torch.tensor(ids),
        torch.tensor(positions),
        torch.tensor(segments),
        torch.tensor(rows, dtype=torch.long),
        torch.tensor(targets, dtype=torch.long),
        torch.tensor(weights),
    )


def batch(packed: Sequence[Packed]) -> Batch:
    """Puts sequences into one batch. A token sees what is before it, in its own turn or shared."""
    length = max(len(one.ids) for one in packed)
    ids = torch.zeros(len(packed), length, dtype=torch.long)
    positions = torch.zeros_like(ids)
    segments = torch.full_like(ids, -1)
    for i, one in enumerate(packed):
        count = len(one.ids)
        ids[i, :count] = one.ids
        positions[i, :count] = one.positions
        segments[i, :count] = one.segments
    mask = segments[:, :, None] == segments[:, None, :]
    mask |= (segments[:, None, :] == 0) & (segments[:, :, None] >= 0)
    mask &= torch.ones(length, length, dtype=torch.bool).tril()
    return Batch(
        ids,
        positions,
        mask[:, None],
        torch.cat([one.rows + i * length for i, one in enumerate(packed)]),
        torch.cat([one.targets for one in packed]),
        torch.cat([one.weights for one in packed]),
    )
