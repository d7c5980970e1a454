"""The command line. What trains is skipped without PyTorch."""

import subprocess
import sys

import pytest

from sotto_recipe import RECIPE_FOLDER, cli


@pytest.mark.parametrize("command", ["prepare", "train", "export", "evaluate", "golden", "smoke"])
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])

    assert ended.value.code == 0
    assert command in capsys.readouterr().out


def test_prepare_needs_python_alone():
    script = (
        "import sys\n"
        "for name in ('torch', 'numpy', 'gguf', 'tokenizers'): sys.modules[name] = None\n"
        "from sotto_recipe.cli import main\n"
        "sys.exit(main(['prepare']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=RECIPE_FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "held out: 51 records" in done.stdout


def test_prepare_names_what_is_wrong(tmp_path, capsys):
    assert cli.main(["--data", str(tmp_path), "prepare"]) == 1
    assert "no file records/*.jsonl" in capsys.readouterr().err


def test_a_missing_package_is_named_with_what_to_do(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)

    assert cli.main(["smoke", "--threads", "1"]) == 1
    error = capsys.readouterr().err
    assert "torch is missing" in error
    assert "requirements.txt" in error


def test_training_from_nothing_says_where_the_base_model_comes_from(tmp_path, capsys):
    pytest.importorskip("torch")

    assert cli.main(["train", str(tmp_path / "run"), "--start", str(tmp_path / "none.gguf")]) == 1
    assert "recipe prepare --base" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_run_from_the_command_line_trains_goes_on_and_exports(tmp_path, tiny_model, capsys):
    pytest.importorskip("torch")
    run = str(tmp_path / "run")
    start = ["--start", str(tiny_model), "--device", "cpu", "--threads", "1"]
    small = ["--warm-up-epochs=1", "--grid-epochs=1", "--grid-rate=0.003", "--most-sequences=4"]
    small += ["--held-out-sequences=2", "--warm-up-precision=float32", "--seed=5"]

    assert cli.main(["train", run, *start, *small, "--most-steps=1"]) == 0
    assert cli.main(["train", run, *start]) == 1
    assert "--resume" in capsys.readouterr().err
    assert cli.main(["train", run, *start, "--resume"]) == 0
    target = tmp_path / "tiny-q4_0.gguf"
    assert cli.main(["export", run, str(target), "--template", str(tiny_model)]) == 0
    assert (
        cli.main(["evaluate", str(target), str(tiny_model), "--questions=1", "--device=cpu"]) == 0
    )
    out = capsys.readouterr().out
    assert '"sha256"' in out
    assert "| | tiny-q4_0 | tiny |" in out
