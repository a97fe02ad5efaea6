"""local-response hidden estimate, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from local_response.cli.hidden import app
from local_response.insight.hidden.published import uk_2013, uk_2013_lists
from local_response.model.errors import CannotEstimateError, SourceValueError

UK = Path(__file__).resolve().parents[3] / "local_response" / "definitions" / "hidden" / "uk_2013.csv"
ARTIFICIAL = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["estimate", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def five_lists(tmp_path: Path) -> str:
    """The UK lists with police and NCA as one, in a file."""
    table = uk_2013().five_lists
    rows = [
        [*(mask >> place & 1 for place in range(5)), count] for mask, count in enumerate(table.counts.tolist()) if count
    ]
    lines = [",".join(map(str, row)) for row in [[*table.lists, "count"], *rows]]
    path = tmp_path / "five.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_the_tables_and_the_verdict_are_printed_without_colour_or_bars(five_lists: str) -> None:
    out = run(five_lists, "--replicates", "0", "--methods", "main,stepwise,aic")
    assert "2,744 people seen on 5 lists" in out
    assert "11,313" in out
    assert "Without" in out
    assert "no single number should be quoted" in out
    assert "Whitehead" in out
    assert "\x1b" not in out
    assert "━" not in out


def test_json_is_a_list_of_objects_with_value_limits_status_and_method(tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    path.write_text(ARTIFICIAL, encoding="utf-8")
    objects = json.loads(run(str(path), "--json", "--replicates", "50"))
    assert all({"value", "lower", "upper", "status", "method", "kind", "label"} <= set(one) for one in objects)
    kinds = [one["kind"] for one in objects]
    assert kinds.count("method") == 7
    assert kinds[-1] == "verdict"
    main = objects[0]
    assert (main["method"], main["status"]) == ("hidden_main_effects", "estimated")
    assert main["value"] == pytest.approx(539.0939, rel=1e-4)
    assert len(objects[-1]["critiques"]) >= 5


def test_the_same_seed_prints_the_same_result(five_lists: str) -> None:
    words = (five_lists, "--json", "--methods", "stepwise", "--replicates", "60", "--seed", "3")
    assert run(*words) == run(*words)


def test_an_area_is_refused_and_the_reasons_given() -> None:
    with pytest.raises(CannotEstimateError, match="Use the national figure as national"):
        run(str(UK), "--area", "Avon and Somerset")


def test_an_unknown_method_and_a_cap_below_the_people_seen_are_misuse() -> None:
    for words in (["--methods", "guess"], ["--cap", "100"], ["--order", "0"]):
        result = CliRunner().invoke(app, ["estimate", str(UK), *words])
        assert result.exit_code == 2, words


def test_a_faulty_file_gives_no_number(tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    path.write_text("A,B,count\n1,0,-5\n1,1,2\n", encoding="utf-8")
    with pytest.raises(SourceValueError, match="negative count"):
        run(str(path))


def test_asking_for_help_loads_no_numerical_library() -> None:
    code = (
        "import sys; from local_response.cli import hidden; "
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy', 'rich.table')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_estimating_never_loads_scipys_statistics() -> None:
    code = (
        "import sys; from local_response.insight.hidden import analysis, published; published.uk_2013(); "
        "sys.exit('scipy.stats' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_bundled_file_reads_as_the_lists_that_the_profile_shows() -> None:
    assert uk_2013_lists().people == 2744
