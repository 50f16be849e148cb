"""The command that tries rules on the past: its options, its help, what it prints."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from bot.cli.process import DONE, FAILED, ConfigFile, configure_logs, print_json, settings_of
from bot.errors import SetupError


def backtest(  # noqa: PLR0913 (one argument an option)
    *,
    rule: Annotated[
        list[str] | None,
        Parameter(
            name="--rule", negative="", help="A rule, led by its subject; may be given again."
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        Parameter(help="A settings file whose rules to try; its watchlists, else the settings'."),
    ] = None,
    files: Annotated[
        list[Path],
        Parameter(
            name="--from",
            negative="",
            consume_multiple=True,
            help="Recordings, or CSV files of daily or minute bars such as IREN.csv.",
        ),
    ],
    reset: Annotated[
        str | None, Parameter(help="How far back before a --rule may fire again, such as 1%.")
    ] = None,
    hold: Annotated[
        str | None, Parameter(name="--for", help="How long a --rule must hold first, such as 60s.")
    ] = None,
    png: Annotated[Path | None, Parameter(help="Draw a chart of the firings here.")] = None,
    as_json: Annotated[
        bool,
        Parameter(
            name="--json", help="Print it all as JSON instead.", negative="", show_default=False
        ),
    ] = False,
    config: ConfigFile = None,
) -> int:
    """Try rules on the past before you keep them.

    It tells each firing with what came after, how near the others came, and what other thresholds
    would have done.

    A CSV has a line of names (date or time, open, high, low, close, volume); what bars cannot know
    is said.

    Example: prebell backtest --rule "IREN premarket > 4%" --from 2025-10-10.jsonl.gz
    """
    import asyncio

    from bot import offline
    from bot.backtest.asked import typed
    from bot.backtest.table import shown
    from bot.backtest.told import told
    from bot.platforms.console import terminal
    from config.load import load_rules

    if not rule and not rules:
        raise SetupError('give a rule to try: --rule "IREN premarket > 4%", or --rules FILE')
    if png:
        from bot.charts import ready

        ready(png, keep=files)
    settings = settings_of(config)
    configure_logs(settings)
    if rules:
        settings = load_rules(rules, config, os.environ)
    chosen = list(settings.rules_of_the_engine()) if rules else []
    chosen += typed(rule or (), reset=reset, hold=hold, watchlists=settings.watchlists)
    tested = asyncio.run(offline.backtest(settings, chosen, files, errors=terminal(errors=True)))
    trials = [trial for trial, _ in tested]
    if as_json:
        print_json(told(trials))
    else:
        terminal().print(shown(trials))
    if png:
        from bot.backtest.picture import draw

        drawn = draw(tested, png)
        terminal(errors=True).print(f"{png}: {drawn}", markup=False)
    return FAILED if any(trial.broken for trial in trials) else DONE
