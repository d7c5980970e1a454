"""Training, checkpoints and export with a tiny model."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")

from sotto_recipe import smoke  # noqa: E402
from sotto_recipe.errors import RecipeError  # noqa: E402
from sotto_recipe.exporting import export  # noqa: E402
from sotto_recipe.grid import MasterWeights, on_grid  # noqa: E402
from sotto_recipe.model_files import load_gguf, sha256  # noqa: E402
from sotto_recipe.sequences import AnswerForm  # noqa: E402
from sotto_recipe.settings import Phase, Precision, TrainingSettings, from_json  # noqa: E402
from sotto_recipe.training import Run, Trainer  # noqa: E402

SETTINGS = TrainingSettings(
    warm_up=Phase("warm-up", 2, 3e-3, False, Precision.FLOAT32),
    grid=Phase("grid", 2, 3e-3, True, Precision.FLOAT32),
    step_sequences=4,
    forward_sequences=2,
    dropout=0.1,
    label_smoothing=0.05,
    checkpoint_steps=2,
)


def trainer_in(folder, settings, start, data, resume=False):
    run = Run(folder)
    if not resume:
        run.create(settings, start, data)
    model, text = load_gguf(start, settings.dropout)
    trainer = Trainer(run, settings, model, text, data, torch.device("cpu"), lambda _: None)
    if resume:
        trainer.resume()
    return run, trainer


def held_out(run):
    return [line["held_out_loss"] for line in run.losses() if "held_out_loss" in line]


@pytest.fixture(scope="module")
def trained(tmp_path_factory, tiny_model, tiny_data):
    run, trainer = trainer_in(tmp_path_factory.mktemp("run"), SETTINGS, tiny_model, tiny_data)
    trainer.train()
    return run, trainer


def test_the_held_out_loss_falls_in_both_phases(trained):
    run, trainer = trained

    losses = held_out(run)

    assert trainer.is_done
    assert len(losses) == 6
    assert losses[2] < losses[0]
    assert losses[5] < losses[3]


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_run_that_was_broken_off_goes_on_as_if_it_had_not_been(
    tmp_path, tiny_model, tiny_data, trained, steps
):
    _, first = trainer_in(tmp_path / "run", SETTINGS, tiny_model, tiny_data)
    first.train(most_steps=steps)
    run, second = trainer_in(tmp_path / "run", SETTINGS, tiny_model, tiny_data, resume=True)
    second.train()

    whole, _ = trained
    assert run.losses() == whole.losses()
    assert torch.load(run.best)["norm"].equal(torch.load(whole.best)["norm"])


def test_a_run_that_died_after_its_checkpoint_does_those_steps_again(
    tmp_path, tiny_model, tiny_data, trained
):
    run, first = trainer_in(tmp_path / "run", SETTINGS, tiny_model, tiny_data)
    first.train(most_steps=2)
    checkpoint = run.latest.read_bytes()
    _, second = trainer_in(tmp_path / "run", SETTINGS, tiny_model, tiny_data, resume=True)
    second.train(most_steps=1)
    run.latest.write_bytes(checkpoint)

    _, third = trainer_in(tmp_path / "run", SETTINGS, tiny_model, tiny_data, resume=True)
    third.train()

    assert run.losses() == trained[0].losses()


def test_going_on_without_the_random_state_gives_other_losses(
    tmp_path, tiny_model, tiny_data, trained
):
    run, first = trainer_in(tmp_path / "run", SETTINGS, tiny_model, tiny_data)
    first.train(most_steps=2)
    stored = torch.load(run.latest)
    stored["random"] = torch.Generator().manual_seed(99).get_state()
    torch.save(stored, run.latest)

    _, second = trainer_in(tmp_path / "run", SETTINGS, tiny_model, tiny_data, resume=True)
    second.train()

    assert run.losses() != trained[0].losses()


def test_a_phase_ends_early_and_keeps_the_best_weights(tmp_path, tiny_model, tiny_data):
    harmful = dataclasses.replace(
        SETTINGS,
        warm_up=dataclasses.replace(SETTINGS.warm_up, epochs=0),
        grid=Phase("grid", 9, 0.5, True, Precision.FLOAT32),
        patience=2,
    )
    run, trainer = trainer_in(tmp_path / "run", harmful, tiny_model, tiny_data)

    trainer.train()

    losses = held_out(run)
    assert len(losses) < 10
    assert min(losses) not in losses[-2:]
    model, text = load_gguf(tiny_model)
    model.load_state_dict(torch.load(run.best))
    again = Trainer(run, harmful, model, text, tiny_data, torch.device("cpu"), lambda _: None)
    assert again.held_out_loss() == pytest.approx(min(losses))


@pytest.mark.parametrize(
    "change",
    [
        {"form": AnswerForm.ANSWER_ONLY},
        {"grid": Phase("grid", 1, 3e-3, True, Precision.BFLOAT16)},
        {"forward_sequences": 1},
        {"most_sequences": 3, "held_out_sequences": 1},
    ],
)
def test_other_settings_train_too(tmp_path, tiny_model, tiny_data, change):
    settings = dataclasses.replace(
        SETTINGS, warm_up=dataclasses.replace(SETTINGS.warm_up, epochs=1), **change
    )
    run, trainer = trainer_in(tmp_path / "run", settings, tiny_model, tiny_data)

    trainer.train()

    assert held_out(run)[1] < held_out(run)[0]


def test_sequences_computed_together_give_the_loss_of_each_alone(tmp_path, tiny_model, tiny_data):
    settings = dataclasses.replace(SETTINGS, dropout=0.0, step_sequences=3)
    losses = []
    for size in (1, 3):
        one = dataclasses.replace(settings, forward_sequences=size)
        run, trainer = trainer_in(tmp_path / str(size), one, tiny_model, tiny_data)
        trainer.train(most_steps=2)
        losses.append([line["loss"] for line in run.losses() if "loss" in line])

    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


def test_settings_are_stored_whole():
    assert from_json(SETTINGS.to_json()) == SETTINGS
    with pytest.raises(RecipeError, match="another version"):
        from_json({**SETTINGS.to_json(), "unknown": 1})


@pytest.mark.parametrize(
    "change",
    [
        {"patience": 0},
        {"dropout": 1.0},
        {
            "warm_up": dataclasses.replace(SETTINGS.warm_up, epochs=0),
            "grid": dataclasses.replace(SETTINGS.grid, epochs=0),
        },
    ],
)
def test_settings_that_are_no_run_are_refused(change):
    with pytest.raises(RecipeError):
        dataclasses.replace(SETTINGS, **change)


def test_a_folder_holds_one_run(tmp_path, tiny_model, tiny_data):
    Run(tmp_path).create(SETTINGS, tiny_model, tiny_data)

    with pytest.raises(RecipeError, match="--resume"):
        Run(tmp_path).create(SETTINGS, tiny_model, tiny_data)
    with pytest.raises(RecipeError, match="no run"):
        Run(tmp_path / "other").settings()
    with pytest.raises(RecipeError, match="no checkpoint"):
        trainer_in(tmp_path, SETTINGS, tiny_model, tiny_data, resume=True)


def test_a_run_goes_on_with_its_own_model_and_data_only(tmp_path, tiny_model, tiny_data):
    run = Run(tmp_path)
    run.create(SETTINGS, tiny_model, tiny_data)
    other = tmp_path / "other.gguf"
    other.write_bytes(b"other")

    run.expect(tiny_model, tiny_data)
    with pytest.raises(RecipeError, match="the data"):
        run.expect(tiny_model, dataclasses.replace(tiny_data, sha256="0"))
    with pytest.raises(RecipeError, match="the model"):
        run.expect(other, tiny_data)


def test_exported_weights_are_the_trained_ones(tmp_path, tiny_model, trained):
    run, _ = trained
    target = tmp_path / "out" / "tiny-q4_0.gguf"

    export(run, tiny_model, target, "Tiny")

    stored, _ = load_gguf(target)
    best = torch.load(run.best)
    assert stored.blocks[0].query.weight.equal(on_grid(best["blocks.0.query.weight"]))
    assert stored.norm.equal(best["norm"])
    assert target.with_name("tiny-q4_0.gguf.sha256").read_text() == sha256(target) + "\n"


def test_a_run_without_weights_is_not_exported(tmp_path, tiny_model, tiny_data):
    run = Run(tmp_path)
    run.create(SETTINGS, tiny_model, tiny_data)

    with pytest.raises(RecipeError, match="Train first"):
        export(run, tiny_model, tmp_path / "x.gguf", "Tiny")


def test_what_is_on_the_grid_stays_where_it_is():
    weights = on_grid(torch.randn(64, 96, generator=torch.Generator().manual_seed(1)))

    assert on_grid(weights).equal(weights)
    assert on_grid(torch.zeros(2, 32)).equal(torch.zeros(2, 32))
    for block in weights.reshape(-1, 32)[:20]:
        assert len(block.unique()) <= 16


def test_gradients_of_the_grid_reach_the_masters():
    weight = torch.nn.Parameter(torch.randn(1, 32, generator=torch.Generator().manual_seed(1)))
    masters = MasterWeights([weight])
    masters.refresh(True)
    assert weight.equal(on_grid(masters.parameters[0]))

    (weight * 3).sum().backward()
    masters.take_gradients()

    assert weight.grad is None
    assert masters.parameters[0].grad.equal(torch.full((1, 32), 3.0))


def test_the_smoke_run_trains_exports_and_refuses_a_loss_that_does_not_fall(
    tmp_path, tiny_model, tiny_data
):
    settings = dataclasses.replace(
        smoke.SETTINGS, grid=Phase("grid", 2, 3e-3, True, Precision.FLOAT32)
    )
    harmful = dataclasses.replace(
        settings, grid=dataclasses.replace(settings.grid, learning_rate=0.5)
    )

    outcome = smoke.run(tiny_data, tiny_model, tmp_path / "a", 0, lambda _: None, settings)

    assert outcome.after < outcome.before
    assert outcome.model.is_file()
    with pytest.raises(RecipeError, match="did not fall"):
        smoke.run(tiny_data, tiny_model, tmp_path / "b", 0, lambda _: None, harmful)
