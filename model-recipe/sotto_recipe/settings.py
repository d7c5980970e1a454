"""What a training run is told. It is stored with the run and must be the same when it goes on."""

import dataclasses
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sotto_recipe.errors import RecipeError
from sotto_recipe.sequences import ABSENT_SHARE, AnswerForm, Recipe


class Precision(Enum):
    """What the model computes in; weights and optimiser are kept in 32 bits in either case."""

    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


@dataclass(frozen=True)
class Phase:
    """A part of a run: epochs at a learning rate, on the 4-bit grid or not."""

    name: str
    epochs: int
    learning_rate: float
    quantised: bool
    precision: Precision


@dataclass(frozen=True)
class TrainingSettings:
    """A run.

    Attributes:
        warm_up: the phase in full precision.
        grid: the phase on the 4-bit grid.
        seed: of data order, dropout and everything else.
        step_sequences: sequences a step of the optimiser.
        forward_sequences: sequences computed at once; smaller needs less memory, not other results
            but for rounding.
        most_tokens: longest sequence.
        absent_share: share of questions whose record is not shown.
        form: quotation first, or the answer alone.
        dropout: after each attention and feed-forward.
        label_smoothing: share of the target given to all tokens.
        weight_decay: of the 4-bit layers.
        gradient_norm: gradients are scaled down to this norm.
        patience: epochs without a better held-out loss after which a phase ends.
        most_sequences: only the first so many of each epoch, for trials; 0 for all.
        held_out_sequences: the held-out loss is over the first so many; 0 for all.
        checkpoint_steps: steps between checkpoints.
    """

    warm_up: Phase = Phase("warm-up", 6, 3e-4, False, Precision.BFLOAT16)
    grid: Phase = Phase("grid", 24, 1e-4, True, Precision.FLOAT32)
    seed: int = 1
    step_sequences: int = 8
    forward_sequences: int = 4
    most_tokens: int = 1400
    absent_share: float = ABSENT_SHARE
    form: AnswerForm = AnswerForm.QUOTE_FIRST
    dropout: float = 0.0
    label_smoothing: float = 0.0
    weight_decay: float = 0.01
    gradient_norm: float = 1.0
    patience: int = 3
    most_sequences: int = 0
    held_out_sequences: int = 0
    checkpoint_steps: int = 50
    phases: tuple[Phase, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuses what can't be a run."""
        object.__setattr__(
            self, "phases", tuple(phase for phase in (self.warm_up, self.grid) if phase.epochs > 0)
        )
        if not self.phases:
            raise RecipeError("Training for no epoch at all: ask for at least one in a phase.")
        for name in ("step_sequences", "forward_sequences", "patience", "checkpoint_steps"):
            if getattr(self, name) < 1:
                raise RecipeError(f"The setting {name} is {getattr(self, name)}; at least 1 is.")
        for name in ("dropout", "label_smoothing", "absent_share"):
            if not 0 <= getattr(self, name) < 1:
                raise RecipeError(f"The setting {name} is {getattr(self, name)}; 0 to below 1 is.")

    @property
    def recipe(self) -> Recipe:
        """How sequences are made."""
        return Recipe(form=self.form, absent_share=self.absent_share)

    def to_json(self) -> dict[str, Any]:
        """Returns the settings as JSON has them."""

        def plain(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: plain(item) for name, item in value.items() if name != "phases"}
            return value.value if isinstance(value, Enum) else value

        return dict(plain(dataclasses.asdict(self)))


def from_json(json_object: dict[str, Any]) -> TrainingSettings:
    """Returns settings as they were stored."""

    def phase(stored: dict[str, Any]) -> Phase:
        return Phase(**{**stored, "precision": Precision(stored["precision"])})

    stored = dict(json_object)
    try:
        stored["warm_up"], stored["grid"] = phase(stored["warm_up"]), phase(stored["grid"])
        stored["form"] = AnswerForm(stored["form"])
        return TrainingSettings(**stored)
    except (KeyError, TypeError, ValueError) as e:
        raise RecipeError(f"The stored settings of the run are of another version: {e}.") from e
