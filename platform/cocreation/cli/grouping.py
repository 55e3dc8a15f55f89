"""`cocreation group`: the grouping engine on a file, without a database."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("group")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write, JSON.")
@click.option("--seed", type=click.IntRange(min=0, max=2**32 - 1), default=0, show_default=True, help="Of the engine.")
def group(file: Path, out: Path, seed: int) -> None:
    """Group the ideas of FILE (JSON Lines): 0 done, 1 refused, 2 wrong usage."""
    # The engine brings scikit-learn along, which no other command should wait for.
    from cocreation.clustering.engine.files import main_group

    sys.exit(main_group(str(file), str(out), seed))
