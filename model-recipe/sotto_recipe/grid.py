"""The numbers that GGUF's 4-bit format can hold.

Q4_0 stores blocks of 32 weights as one fp16 scale and 32 values of -8 to 7. The scale is the weight
of largest magnitude over -8, so a weight that is on the grid is stored without any loss.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

BLOCK = 32


def on_grid(weights: Tensor) -> Tensor:
    """Returns the nearest weights that Q4_0 can hold; the last dimension is a multiple of 32."""
    blocks = weights.reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    scale = (largest / -8).half().float()
    inverse = torch.where(scale == 0, torch.zeros_like(scale), 1 / scale)
    steps = (blocks * inverse + 8.5).floor().clamp_(0, 15) - 8
    return (steps * scale).reshape(weights.shape)


class MasterWeights:
    """Full-precision weights behind those that the model computes with.

    The optimiser changes the masters; ``refresh`` puts them into the model, on the grid or as they
    are, and gradients of the model's weights are taken as those of the masters (straight-through
    estimation, Bengio et al. 2013).
    """

    def __init__(self, model_weights: Sequence[nn.Parameter]) -> None:
        self._model_weights = list(model_weights)
        self.parameters = [nn.Parameter(weight.detach().clone()) for weight in model_weights]

    @torch.no_grad()
    def refresh(self, quantised: bool) -> None:
        """Puts the masters into the model."""
        for weight, master in zip(self._model_weights, self.parameters, strict=True):
            weight.copy_(on_grid(master) if quantised else master)

    def take_gradients(self) -> None:
        """Moves the gradients of the model's weights to the masters."""
        for weight, master in zip(self._model_weights, self.parameters, strict=True):
            master.grad, weight.grad = weight.grad, None
