"""local-response hidden: how many people are on none of the lists, and how far any answer can be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from local_response.insight.hidden.analysis import Analysis
    from local_response.insight.hidden.bootstrap import Progress
    from local_response.model.estimates import Estimate

app = typer.Typer(no_args_is_help=True, help="Estimate a hidden population from lists that share people.")

MOST_MODELS_SHOWN = 12
WIDTH_OF_A_FILE = 120


@app.callback()
def hidden() -> None:
    """Estimate a hidden population from lists that share people (multiple systems estimation)."""


@app.command()
def estimate(
    lists: Annotated[Path, typer.Argument(help="CSV file: a column of 0 and 1 for each list, and one of counts.")],
    order: Annotated[int, typer.Option(min=1, max=7, help="Most lists tied by one effect.")] = 2,
    methods: Annotated[
        str,
        typer.Option(help="Methods, with commas: main, stepwise, aic, bic, downhill, graphical, threshold."),
    ] = "main,stepwise,aic,bic,downhill,graphical,threshold",
    replicates: Annotated[
        int, typer.Option(min=0, max=100_000, help="Bootstrap replicates; 0 for no bootstrap limits.")
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same limits.")] = 1234,
    cap: Annotated[
        float | None, typer.Option(help="Largest total of the graphical method. [default: 11 times the people seen]")
    ] = None,
    area: Annotated[
        str | None, typer.Option(help="A police force area: refused, with the reasons why.", metavar="AREA")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects.")] = False,
) -> None:
    """Estimate how many people there are in all, by several methods side by side, with a verdict on them.

    The answer is never one number. Read docs/hidden-population.md before using any of them.
    """
    from local_response.insight.hidden.analysis import analyse
    from local_response.insight.hidden.critique import refuse_area
    from local_response.insight.hidden.histories import read_capture_histories
    from local_response.insight.hidden.methods import METHODS, Settings

    if area is not None:
        refuse_area(area)
    names = [name.strip() for name in methods.split(",") if name.strip()]
    if unknown := [name for name in names if name not in METHODS]:
        raise typer.BadParameter(f"no method called {', '.join(unknown)}", param_hint="--methods")
    table = read_capture_histories(lists)
    if cap is not None and cap <= table.people:
        raise typer.BadParameter(f"needs to be above the {table.people:,} people seen", param_hint="--cap")
    with _ProgressBars() as bars:
        analysis = analyse(table, names, Settings(order, replicates, seed, cap=cap), bars.start)
    if as_json:
        typer.echo(json.dumps(_objects(analysis), indent=2, ensure_ascii=False))
    else:
        _show(analysis)


class _ProgressBars:
    """A bar for each method, on stderr and only on a terminal; gone when the answers are there."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True)
        self._bars = RichProgress(console=console, transient=True, disable=not console.is_terminal)

    def __enter__(self) -> _ProgressBars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def start(self, label: str) -> Progress:
        """The callback of one method; its bar moves without an end in sight until the first call."""
        task = self._bars.add_task(label, total=None)

        def update(done: int, of: int) -> None:
            self._bars.update(task, completed=done, total=of)

        return update


def _objects(analysis: Analysis) -> list[dict[str, Any]]:
    """One object a method, a model, a list left out, and the verdict last."""
    objects = [
        _object("method", answer.label, answer.estimate, effects=answer.effects, notes=answer.notes)
        for answer in analysis.answers
    ]
    for model in analysis.landscape.models if analysis.landscape else ():
        extra = {"effects": model.effects, "bic": model.bic, "bic_above_best": model.distance}
        objects.append(_figure("model", model.name, model.total, "hidden_log_linear", extra))
    objects += [
        _object("without_list", left.name, left.estimate, share_still_seen=left.still_seen)
        for left in analysis.left_out
    ]
    judged = analysis.verdict
    objects.append(
        _figure("verdict", judged.agreement, None, "hidden_verdict", {"text": judged.text})
        | {"lower": judged.lowest, "upper": judged.highest, "status": "stated"}
        | {"critiques": [{"citation": w.citation, "url": w.url, "says": w.says} for w in analysis.works]}
    )
    return objects


def _object(kind: str, label: str, estimate: Estimate, **extra: Any) -> dict[str, Any]:
    made = _figure(kind, label, estimate.value, estimate.method, extra)
    reasons = {"level": estimate.level, "reason": estimate.reason}
    return made | {"lower": estimate.lower, "upper": estimate.upper} | reasons


def _figure(kind: str, label: str, value: float | None, method: str, extra: dict[str, Any]) -> dict[str, Any]:
    status = "cannot be estimated" if value is None else "estimated"
    core = {"kind": kind, "label": label, "value": value, "lower": None, "upper": None, "status": status}
    return core | {"method": method} | extra


def _show(analysis: Analysis) -> None:
    """Readable tables and the verdict, to stdout."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_OF_A_FILE)
    table = analysis.table
    console.print(f"{table.people:,} people seen on {len(table.lists)} lists: {', '.join(table.lists)}\n")
    console.print(_methods_table(analysis))
    for answer in analysis.answers:
        for note in (answer.estimate.reason, *answer.notes):
            if note:
                console.print(f"  {answer.label}: {note}", markup=False)
    console.print(_models_table(analysis) if analysis.landscape else analysis.why_no_landscape)
    console.print(_left_out_table(analysis))
    console.print("Verdict", style="bold")
    for sentence in analysis.verdict.sentences:
        console.print(f"  {sentence}", markup=False)
    console.print("\nPublished warnings", style="bold")
    for work in analysis.works:
        if work.critical:
            console.print(f"  {work.citation}. {work.says}", markup=False)


def _methods_table(analysis: Analysis) -> Any:
    table = _table("Total, those seen included", "Method", "Total", "95 % from", "to", "Effects between lists")
    for answer in analysis.answers:
        one = answer.estimate
        upper = "open" if one.upper is None and one.lower is not None else _people(one.upper)
        effects = ", ".join(answer.effects)
        table.add_row(answer.label, _people(one.value), _people(one.lower), upper, effects)
    return table


def _models_table(analysis: Analysis) -> Any:
    models = analysis.landscape
    if models is None:
        return ""
    title = f"Models nearest the best of {models.checked:,} by BIC ({models.refused:,} have no estimate)"
    table = _table(title, "BIC above best", "Total", "Effects between lists")
    for model in models.models[:MOST_MODELS_SHOWN]:
        effects = (f"{one} (none shared)" if one in model.at_minus_infinity else one for one in model.effects)
        table.add_row(f"{model.distance:.2f}", _people(model.total), ", ".join(effects))
    return table


def _left_out_table(analysis: Analysis) -> Any:
    table = _table("Stepwise estimate without one list", "Without", "Still seen", "Total")
    for left in analysis.left_out:
        value = left.estimate.reason or _people(left.estimate.value)
        table.add_row(left.name, f"{left.people:,}", value)
    return table


def _table(title: str, *columns: str) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE)
    counted = {"Total", "95 % from", "to", "Still seen", "BIC above best"}
    for name in columns:
        table.add_column(name, justify="right" if name in counted else "left", overflow="fold")
    return table


def _people(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"
