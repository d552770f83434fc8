"""Run every benchmark and keep its JSON line in benchmarks/results/. Names on the command line choose some."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"


def main() -> int:
    names = sys.argv[1:] or sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))
    failed = []
    RESULTS.mkdir(exist_ok=True)
    for name in names:
        print(f"── {name}", file=sys.stderr, flush=True)
        script = ROOT / "benchmarks" / f"{name}.py"
        done = subprocess.run([sys.executable, str(script)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, end="", flush=True)
        if done.returncode:
            failed.append(name)
            continue
        line = done.stdout.strip().splitlines()[-1]
        json.loads(line)
        with (RESULTS / f"{name}.jsonl").open("a") as kept:
            kept.write(line + "\n")
    if failed:
        print(f"FAILED: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
