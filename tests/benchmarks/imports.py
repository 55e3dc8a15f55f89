"""How long the imports of real corpora take, and how much memory; each twice, for the second must add nothing.

Usage: ``./dev bench imports --corpora DIR [--database URL]``; without URL on a SQLite file of its own. Prints a line an
import: rows, rows already there, seconds and the peak memory of its process.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("cocreation")
BLOCK = re.compile(r"^```toml\n# (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CYCLES = {"rn-2015": "RN", "ogd-2009": "OGD", "bills-ar": "BILLS"}
WORK = (
    ("rn-2015", "proposals", "republique-numerique-2015.proposals"),
    ("rn-2015", "comments", "republique-numerique-2015.comments"),
    ("ogd-2009", "proposals", "opengov-dialogue-2009.proposals"),
    ("ogd-2009", "comments", "opengov-dialogue-2009.comments"),
    ("bills-ar", "proposals", "maroc-bills-ar"),
)


def mappings(folder: Path) -> dict[str, Path]:
    """Write the mappings of docs/imports.md into files."""
    found = {}
    for name, text in BLOCK.findall((ROOT / "docs/imports.md").read_text(encoding="utf-8")):
        found[name] = folder / f"{name}.toml"
        found[name].write_text(text, encoding="utf-8")
    return found


def run(environment: dict[str, str], *arguments: str) -> str:
    """Run the command; stop with its words where it fails."""
    done = subprocess.run(
        [str(PROGRAM), *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def bring_in(environment: dict[str, str], path: Path, slug: str, kind: str, mapping: Path | None) -> None:
    """Import one file and print what it took."""
    options = ["--create-themes"] if kind == "proposals" else []
    options += ["--mapping", str(mapping)] if mapping else []
    started = time.perf_counter()
    said = run(environment, "import", kind, str(path), "--cycle", slug, "--published", "--lang", "en", *options)
    seconds = time.perf_counter() - started
    numbers = [line for line in said.splitlines() if re.match(r"[\d,]+ ", line)]
    print(f"{path.stem:36} {seconds:6.1f} s   {'; '.join(numbers)}", flush=True)


def main() -> None:
    """Import everything twice."""
    parser = argparse.ArgumentParser(prog="./dev bench imports", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument("--database", default="", metavar="URL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "INSTANCE_PATH": name, "ENVIRONMENT": "development", "LC_ALL": "C.UTF-8"}
        if options.database:
            environment["DATABASE_URL"] = options.database
        run(environment, "db", "upgrade")
        for slug, prefix in CYCLES.items():
            run(environment, "cycle", "create", "--slug", slug, "--prefix", prefix, "--state", "past")
        known = mappings(Path(name))
        for turn in ("first", "second"):
            print(f"{turn} run")
            for slug, kind, corpus in WORK:
                bring_in(environment, options.corpora / f"{corpus}.jsonl", slug, kind, known.get(corpus))
        print(run(environment, "journal", "verify").strip())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"peak memory of one import: {peak} MB, {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
