"""A Llama in PyTorch, no larger than training and greedy decoding need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    """The sizes of a model."""

    vocabulary: int
    hidden: int
    feed_forward: int
    layers: int
    heads: int
    key_value_heads: int
    context: int
    norm_epsilon: float
    rope_base: float

    @property
    def head(self) -> int:
        """How many numbers a head has."""
        return self.hidden // self.heads


Cache = dict[str, Tensor]


class Block(nn.Module):
    """One layer: attention and feed-forward, each after a norm and with what came in added."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self._shape, self._dropout = shape, dropout
        key_value = shape.key_value_heads * shape.head
        self.attention_norm = nn.Parameter(torch.ones(shape.hidden))
        self.feed_forward_norm = nn.Parameter(torch.ones(shape.hidden))
        self.query = nn.Linear(shape.hidden, shape.hidden, False)
        self.key = nn.Linear(shape.hidden, key_value, False)
        self.value = nn.Linear(shape.hidden, key_value, False)
        self.output = nn.Linear(shape.hidden, shape.hidden, False)
        self.gate = nn.Linear(shape.hidden, shape.feed_forward, False)
        self.up = nn.Linear(shape.hidden, shape.feed_forward, False)
        self.down = nn.Linear(shape.feed_forward, shape.hidden, False)

    def linears(self) -> list[nn.Linear]:
        """The layers whose weights are stored in four bits."""
        return [self.query, self.key, self.value, self.output, self.gate, self.up, self.down]

    def forward(
        self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, cache: Cache | None
    ) -> Tensor:
        """Takes and returns [batch, tokens, hidden]."""
        x = x + self._dropped(
            self._attention(self._norm(x, self.attention_norm), cos, sin, mask, cache)
        )
        y = self._norm(x, self.feed_forward_norm)
        return x + self._dropped(self.down(F.silu(self.gate(y)) * self.up(y)))

    def _attention(
        self, y: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, cache: Cache | None
    ) -> Tensor:
        shape = self._shape
        batch, tokens, _ = y.shape

        def heads(z: Tensor, count: int) -> Tensor:
            return z.view(batch, tokens, count, shape.head).transpose(1, 2)

        def rotated(z: Tensor) -> Tensor:
            a, b = z.chunk(2, -1)
            return (z * cos + torch.cat((-b, a), -1) * sin).to(z.dtype)

        query = rotated(heads(self.query(y), shape.heads))
        key = rotated(heads(self.key(y), shape.key_value_heads))
        value = heads(self.value(y), shape.key_value_heads)
        if cache is not None:
            if cache:
                key = torch.cat((cache["key"], key), 2)
                value = torch.cat((cache["value"], value), 2)
            cache["key"], cache["value"] = key, value
        repeats = shape.heads // shape.key_value_heads
        mixed = F.scaled_dot_product_attention(
            query,
            key.repeat_interleave(repeats, 1),
            value.repeat_interleave(repeats, 1),
            attn_mask=mask,
        )
        return cast(Tensor, self.output(mixed.transpose(1, 2).reshape(batch, tokens, shape.hidden)))

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x, (self._shape.hidden,), weight, self._shape.norm_epsilon)

    def _dropped(self, x: Tensor) -> Tensor:
        return F.dropout(x, self._dropout, self.training)


class Llama(nn.Module):
    """A model whose head is its embedding."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.hidden)
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.layers))
        self.norm = nn.Parameter(torch.ones(shape.hidden))
        frequencies = shape.rope_base ** -(torch.arange(0, shape.head, 2).float() / shape.head)
        self.register_buffer("_frequencies", frequencies, persistent=False)

    def layers(self) -> list[Block]:
        """The layers, first to last."""
        return [cast(Block, block) for block in self.blocks]

    def four_bit_weights(self) -> list[nn.Parameter]:
        """The weights that are stored in four bits."""
        return [
            cast(nn.Parameter, linear.weight)
            for block in self.layers()
            for linear in block.linears()
        ]

    def hidden(
        self,
        ids: Tensor,
        positions: Tensor,
        mask: Tensor | None,
        caches: Sequence[Cache] | None = None,
    ) -> Tensor:
        """Computes the last layer.

        Args:
            ids: tokens, [batch, tokens].
            positions: their places in their sequences, of the same shape.
            mask: true where a token sees another, [batch, 1, tokens, seen tokens]; None for all.
            caches: what each layer keeps of earlier calls, empty at first.

        Returns:
            [batch, tokens, hidden].
        """
        angles = positions[:, None, :, None].float() * cast(Tensor, self._frequencies)
        angles = torch.cat((angles, angles), -1)
        cos, sin = angles.cos(), angles.sin()
        x = self.embedding(ids)
        for i, block in enumerate(self.blocks):
            x = block(x, cos, sin, mask, caches[i] if caches is not None else None)
        return F.rms_norm(x, (self.shape.hidden,), self.norm, self.shape.norm_epsilon)

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores all tokens for rows of the last layer."""
        return hidden @ self.embedding.weight.T.to(hidden.dtype)

    @torch.no_grad()
    def greedy(
        self,
        shared: Sequence[int],
        continuations: Sequence[Sequence[int]],
        most: int,
        ends: frozenset[int],
    ) -> list[list[int]]:
        """Writes the likeliest token after token for several prompts at once.

        Args:
            shared: how all prompts begin; computed once. May be empty.
            continuations: how each goes on; none is empty.
            most: tokens written at most for each.
            ends: tokens that end what is written; left out.

        Returns:
            what is written for each prompt.
        """
        device = self.embedding.weight.device
        caches: list[Cache] = [{} for _ in self.blocks]
        rows, seen = len(continuations), len(shared)
        if shared:
            mask = torch.ones(seen, seen, dtype=torch.bool, device=device).tril()[None, None]
            ids = torch.tensor([list(shared)], device=device)
            self.hidden(ids, torch.arange(seen, device=device)[None], mask, caches)
            for cache in caches:
                cache.update({name: part.expand(rows, -1, -1, -1) for name, part in cache.items()})
        lengths = torch.tensor([len(one) for one in continuations], device=device)
        longest = int(lengths.max())
        ids = torch.zeros(rows, longest, dtype=torch.long, device=device)
        for row, one in enumerate(continuations):
            ids[row, : len(one)] = torch.tensor(one)
        places = torch.arange(longest, device=device)
        visible = torch.ones(rows, seen, dtype=torch.bool, device=device)
        visible = torch.cat((visible, places[None] < lengths[:, None]), 1)
        before = torch.ones(longest, seen + longest, dtype=torch.bool, device=device).tril(seen)
        mask = (visible[:, None, :] & before[None])[:, None]
        positions = (seen + places)[None].expand(rows, -1)
        hidden = self.hidden(ids, positions, mask, caches)
        last = hidden[torch.arange(rows, device=device), lengths - 1]
        written: list[list[int]] = [[] for _ in continuations]
        is_open = [True] * rows
        for step in range(most):
            tokens = self.logits(last).argmax(-1)
            for row, token in enumerate(tokens.tolist()):
                is_open[row] = is_open[row] and token not in ends
                if is_open[row]:
                    written[row].append(token)
            if not any(is_open) or step == most - 1:
                break
            visible = torch.cat((visible, torch.ones_like(visible[:, :1])), 1)
            positions = (seen + lengths + step)[:, None]
            last = self.hidden(tokens[:, None], positions, visible[:, None, None], caches)[:, -1]
        return written
