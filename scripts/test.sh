#!/bin/sh
# Run the stages named as arguments, one after the other, or all in three lanes; each to its end, and fail at the end if one
# of them failed.
set -u
# The tests make environments with older wandb packages: they need uv.
PATH="$PWD/.make/tools/bin:$PATH"
export PATH
failed=

step() { # step <name> <command…>: run it, remember its failure
    name=$1
    shift
    started=$(date +%s)
    echo
    echo "── $name: $*"
    if "$@"; then result=ok; else result=FAILED; failed="$failed $name"; fi
    echo "── $name: $result after $(($(date +%s) - started)) s"
}

in_web() { (cd web && "$@"); }

lint() {
    step ruff .venv/bin/ruff check .
    step ruff-format .venv/bin/ruff format --check .
    step mypy .venv/bin/mypy
    step imports .venv/bin/lint-imports
    step biome in_web npx biome ci .
    step api-types sh scripts/api_types.sh --check
    step python-reference .venv/bin/python scripts/python_reference.py --check
    step tsc in_web npx tsc --noEmit
}

pytest_stage() { step "$1" .venv/bin/python -m pytest "tests/$1"; }

run() { # run <stage…>
    for stage in "$@"; do
        case $stage in
            lint) lint ;;
            web) step vitest in_web npx vitest run ;;
            conformance)
                step clients .venv/bin/python -m tests.conformance.environments
                pytest_stage conformance
                ;;
            unit | stores | server | crash | browser) pytest_stage "$stage" ;;
            *)
                echo "unknown stage: $stage" >&2
                exit 2
                ;;
        esac
    done
}

if [ $# -gt 0 ]; then
    run "$@"
else
    # Most stages wait more than they compute, so three lanes suit two cores. What the others print is shown when all end.
    beside() { # beside <lane> <stage…>: run the stages in the background
        lane=$1
        shift
        .venv/bin/python scripts/as_in_foreground.py sh scripts/test.sh "$@" >".make/$lane-lane.log" 2>&1 &
    }
    beside second conformance
    second=$!
    beside third server browser web
    third=$!
    run lint unit stores crash
    wait $second || failed="$failed (second lane)"
    wait $third || failed="$failed (third lane)"
    cat .make/second-lane.log .make/third-lane.log
fi

echo
if [ -n "$failed" ]; then
    echo "FAILED:$failed"
    exit 1
fi
echo "All stages passed: ${*:-all lanes}"
