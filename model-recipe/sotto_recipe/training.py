"""Training: two phases, checkpoints after which a run goes on as if it had not been broken off."""

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
import torch.nn.functional as F

from sotto_recipe import sequences
from sotto_recipe.data import Data
from sotto_recipe.errors import RecipeError
from sotto_recipe.grid import MasterWeights
from sotto_recipe.llama import Llama
from sotto_recipe.model_files import Text, load_gguf, load_safetensors, model_facts
from sotto_recipe.packing import Batch, Packed, batch, pack
from sotto_recipe.sequences import TrainingSequence
from sotto_recipe.settings import Phase, Precision, TrainingSettings, from_json
from sotto_recipe.splits import split

T = TypeVar("T")

_BETAS = (0.9, 0.95)
_RISING_STEPS = 20
_LOWEST_RATE = 0.04
_SEEDS_A_RUN = 100_000


@dataclass
class Position:
    """Where a run is: phase, epoch and step within it, and what early stopping remembers."""

    phase: int = 0
    epoch: int = 0
    step: int = 0
    steps: int = 0
    best_loss: float = math.inf
    epochs_without_gain: int = 0


class Run:
    """A folder with settings, checkpoints and a log of losses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.description = folder / "run.json"
        self.latest = folder / "latest.pt"
        self.best = folder / "best.pt"
        self.log = folder / "losses.jsonl"

    def create(self, settings: TrainingSettings, start: Path, data: Data) -> None:
        """Makes the folder.

        Raises:
            RecipeError: if it holds a run already.
        """
        if self.description.exists():
            raise RecipeError(
                f"Starting a run in {self.folder}: there is one already. Go on with --resume, or"
                " name another folder."
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        description = {
            "settings": settings.to_json(),
            "start": model_facts(start),
            "data_sha256": data.sha256,
            "torch": torch.__version__,
        }
        self.description.write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")

    def settings(self) -> TrainingSettings:
        """Returns the settings of the run that is there."""
        return from_json(self._described()["settings"])

    def expect(self, start: Path, data: Data) -> None:
        """Refuses to go on from another model or with other data."""
        described = self._described()
        for name, stored, found in (
            ("data", described["data_sha256"], data.sha256),
            ("model", described["start"]["sha256"], model_facts(start)["sha256"]),
        ):
            if stored != found:
                raise RecipeError(
                    f"Going on in {self.folder}: the {name} is not that of the run (SHA-256"
                    f" {found}, was {stored}). Start another run."
                )

    def start_name(self) -> str:
        """Returns the file name of the model that the run started from."""
        return str(self._described()["start"]["file"])

    def _described(self) -> dict[str, Any]:
        if not self.description.is_file():
            raise RecipeError(f"There is no run in {self.folder}: run.json is missing.")
        return dict(json.loads(self.description.read_text(encoding="utf-8")))

    def losses(self) -> list[dict[str, Any]]:
        """Returns the lines of the log."""
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def append(self, entry: dict[str, Any]) -> None:
        """Adds a line to the log."""
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")

    def forget_after(self, steps: int) -> None:
        """Removes lines of steps that are going to be done again."""
        kept = [json.dumps(entry) + "\n" for entry in self.losses() if entry["steps"] <= steps]
        self.log.write_text("".join(kept), encoding="utf-8")


def load_start(start: Path, template: Path, dropout: float = 0.0) -> tuple[Llama, Text]:
    """Loads the model to start from, GGUF or safetensors."""
    if start.suffix == ".safetensors":
        return load_safetensors(start, template, dropout)
    return load_gguf(start, dropout)


def choose_device(name: str) -> torch.device:
    """Returns the device of that name; ``auto`` is a GPU where PyTorch has one.

    Raises:
        RecipeError: if PyTorch can't use it.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name == "cuda" and not torch.cuda.is_available():
        raise RecipeError(
            "PyTorch finds no GPU (CUDA). Train with --device cpu, or mend the driver."
        )
    return torch.device(name)


class Trainer:
    """Trains one model in one run.

    ``step`` and ``held_out_loss`` do not look at the clock: the same settings, data and start give
    the same losses on the same computer, also when the run is broken off and goes on.
    """

    def __init__(
        self,
        run: Run,
        settings: TrainingSettings,
        model: Llama,
        text: Text,
        data: Data,
        device: torch.device,
        say: Callable[[str], None],
    ) -> None:
        self._run, self._settings, self._text, self._device = run, settings, text, device
        self._say = say
        self._training, held_out = split(data)
        self.model = model.to(device)
        self.model.embedding.weight.requires_grad_(False)
        four_bit = self.model.four_bit_weights()
        self._masters = MasterWeights(four_bit)
        known = {id(weight) for weight in four_bit}
        self._norms = [p for p in self.model.parameters() if p.requires_grad and id(p) not in known]
        self._trained = [*self._masters.parameters, *self._norms]
        self._position = Position()
        self._optimizer = self._new_optimizer()
        shown = sequences.epoch(held_out, sequences.HELD_OUT_SEED, settings.recipe)
        self._held_out = self._packed(shown[: settings.held_out_sequences or None])
        torch.manual_seed(settings.seed)

    @property
    def is_done(self) -> bool:
        """Whether all phases are over."""
        return self._position.phase >= len(self._settings.phases)

    def resume(self) -> None:
        """Goes on from the latest checkpoint.

        Raises:
            RecipeError: if there is none.
        """
        if not self._run.latest.is_file():
            raise RecipeError(
                f"Going on in {self._run.folder}: it has no checkpoint yet. Start the run again in"
                " another folder."
            )
        stored = torch.load(self._run.latest, map_location=self._device, weights_only=True)
        self._load_weights(stored["model"])
        self._optimizer.load_state_dict(stored["optimizer"])
        self._position = Position(**stored["position"])
        torch.set_rng_state(stored["random"].cpu())
        if self._device.type == "cuda":
            torch.cuda.set_rng_state(stored["random_gpu"].cpu())
        self._run.forget_after(self._position.steps)

    def train(self, most_steps: int | None = None) -> None:
        """Trains until all phases are over, or for so many steps of this call."""
        done = 0
        while not self.is_done:
            if self._position.best_loss == math.inf:
                self._measure_start()
            phase = self._phase
            steps = list(self._steps_of_epoch())
            while self._position.step < len(steps):
                if done == most_steps:
                    self.save()
                    return
                began = time.monotonic()
                loss = self._step(steps[self._position.step], len(steps))
                self._position.step += 1
                self._position.steps += 1
                done += 1
                self._run.append({"steps": self._position.steps, "loss": loss})
                self._say(
                    f"{phase.name} epoch {self._position.epoch + 1}/{phase.epochs}"
                    f" step {self._position.step}/{len(steps)} loss {loss:.4f}"
                    f" ({time.monotonic() - began:.1f} s)"
                )
                if self._position.steps % self._settings.checkpoint_steps == 0:
                    self.save()
            self._end_epoch()

    def held_out_loss(self) -> float:
        """Returns the mean loss of the held-out sequences with the weights as they would be stored.

        Without dropout, label smoothing and chance.
        """
        self._masters.refresh(self._phase.quantised if not self.is_done else True)
        self.model.eval()
        total = weight = 0.0
        with torch.no_grad():
            for part in _parts(self._held_out, self._settings.forward_sequences):
                one = batch(part).to(self._device)
                total += float(self._loss(one, 0.0, Precision.FLOAT32))
                weight += float(one.weights.sum())
        return total / weight

    def save(self) -> None:
        """Writes a checkpoint: weights, optimiser, position and random state."""
        state = {
            "model": self._weights(),
            "optimizer": self._optimizer.state_dict(),
            "position": vars(self._position),
            "random": torch.get_rng_state(),
        }
        if self._device.type == "cuda":
            state["random_gpu"] = torch.cuda.get_rng_state()
        _write(state, self._run.latest)

    @property
    def _phase(self) -> Phase:
        return self._settings.phases[self._position.phase]

    def _new_optimizer(self) -> torch.optim.AdamW:
        return torch.optim.AdamW(
            [
                {"params": self._masters.parameters, "weight_decay": self._settings.weight_decay},
                {"params": self._norms, "weight_decay": 0.0},
            ],
            betas=_BETAS,
        )

    def _packed(self, some: Sequence[TrainingSequence]) -> list[Packed]:
        packed = [pack(one, self._text, self._settings.most_tokens) for one in some]
        return [one for one in packed if len(one.targets)]

    def _steps_of_epoch(self) -> Iterator[list[Packed]]:
        """The data of an epoch depends on seed, phase and epoch alone, not on what was before."""
        seed = (
            self._settings.seed * _SEEDS_A_RUN + self._position.phase * 1000 + self._position.epoch
        )
        shown = sequences.epoch(self._training, seed, self._settings.recipe)
        packed = self._packed(shown[: self._settings.most_sequences or None])
        yield from _parts(packed, self._settings.step_sequences)

    def _step(self, step: Sequence[Packed], steps_of_epoch: int) -> float:
        phase = self._phase
        self.model.train()
        self._masters.refresh(phase.quantised)
        weight = float(sum(one.weights.sum() for one in step))
        total = 0.0
        for part in _parts(step, self._settings.forward_sequences):
            one = batch(part).to(self._device)
            loss = self._loss(one, self._settings.label_smoothing, phase.precision) / weight
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        if not math.isfinite(total):
            raise RecipeError(
                f"Step {self._position.steps + 1}: the loss is {total}. Go on from the latest"
                " checkpoint with a lower learning rate."
            )
        self._masters.take_gradients()
        torch.nn.utils.clip_grad_norm_(self._trained, self._settings.gradient_norm)
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate(steps_of_epoch)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return total

    def _loss(self, one: Batch, smoothing: float, precision: Precision) -> torch.Tensor:
        with torch.autocast(
            self._device.type, torch.bfloat16, enabled=precision is Precision.BFLOAT16
        ):
            hidden = self.model.hidden(one.ids, one.positions, one.mask)
            logits = self.model.logits(hidden.flatten(0, 1)[one.rows])
        each = F.cross_entropy(
            logits.float(), one.targets, reduction="none", label_smoothing=smoothing
        )
        return (each * one.weights).sum()

    def _rate(self, steps_of_epoch: int) -> float:
        """Rises over some steps at the start of a phase, then falls along a cosine."""
        done = self._position.epoch * steps_of_epoch + self._position.step
        all_steps = self._phase.epochs * steps_of_epoch
        rising = min(1.0, (done + 1) / min(_RISING_STEPS, max(1, all_steps // 4)))
        falling = 0.5 * (1 + math.cos(math.pi * min(1.0, done / all_steps)))
        return self._phase.learning_rate * rising * (_LOWEST_RATE + (1 - _LOWEST_RATE) * falling)

    def _measure_start(self) -> None:
        """The weights that a phase starts from are its best until an epoch has better ones."""
        loss = self.held_out_loss()
        self._say(f"{self._phase.name}: held-out loss {loss:.4f} before it")
        self._run.append({"steps": self._position.steps, "held_out_loss": loss})
        self._position.best_loss = loss
        _write(self._weights(), self._run.best)
        self.save()

    def _end_epoch(self) -> None:
        position, phase = self._position, self._phase
        loss = self.held_out_loss()
        self._say(
            f"{phase.name} epoch {position.epoch + 1}/{phase.epochs} held-out loss {loss:.4f}"
        )
        self._run.append({"steps": position.steps, "held_out_loss": loss})
        position.epoch, position.step = position.epoch + 1, 0
        if loss < position.best_loss:
            position.best_loss, position.epochs_without_gain = loss, 0
            _write(self._weights(), self._run.best)
        else:
            position.epochs_without_gain += 1
        is_stopped = position.epochs_without_gain >= self._settings.patience
        if is_stopped or position.epoch >= phase.epochs:
            if is_stopped:
                self._say(f"{phase.name}: no gain in {position.epochs_without_gain} epochs, ended")
            self._begin_phase()
        self.save()

    def _begin_phase(self) -> None:
        """Starts from the best weights so far; losses on and off the grid are not compared."""
        self._load_weights(torch.load(self._run.best, map_location=self._device, weights_only=True))
        self._optimizer = self._new_optimizer()
        self._position = Position(phase=self._position.phase + 1, steps=self._position.steps)

    def _weights(self) -> dict[str, torch.Tensor]:
        """The model's weights with the masters in place of those on the grid."""
        self._masters.refresh(False)
        return self.model.state_dict()

    def _load_weights(self, stored: dict[str, torch.Tensor]) -> None:
        self.model.load_state_dict(stored)
        with torch.no_grad():
            for master, weight in zip(
                self._masters.parameters, self.model.four_bit_weights(), strict=True
            ):
                master.copy_(weight)


def _parts(items: Sequence[T], size: int) -> Iterator[list[T]]:
    for i in range(0, len(items), size):
        yield list(items[i : i + size])


def _write(state: dict[str, Any], path: Path) -> None:
    """Replaces a file as a whole, so that a run that breaks off leaves the old one."""
    draft = path.with_suffix(".draft")
    torch.save(state, draft)
    draft.replace(path)
