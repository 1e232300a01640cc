#!/usr/bin/env bash
# Measures the packages beside what one would use instead.
#
#   eng/bench.sh                  everything, then the tables in README.md and docs/benchmarks.md: about 30 minutes on 2 cores
#   eng/bench.sh --resume         the same, without the sections that have been measured already
#   eng/bench.sh SECTION...       only these, then the tables: micro stores fan-out http redis host growth
#   eng/bench.sh --tables         only the tables, of what has been measured
#   eng/bench.sh --gate           a short run held against benchmarks/baseline.json
#   eng/bench.sh --filter '*Sse*' benchmarks by the arguments of BenchmarkDotNet; no tables
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

results=artifacts/benchmarks
sections=(micro stores fan-out http redis host growth)

build() {
    eng/engines.sh
    dotnet build "benchmarks/Investigations.$1" --configuration Release --nologo --verbosity quiet
}
benchmarks() { dotnet run --project benchmarks/Investigations.Benchmarks --configuration Release --no-build -- "$@"; }
load() { dotnet run --project benchmarks/Investigations.LoadTest --configuration Release --no-build -- "$@"; }
run() { benchmarks run benchmarks/baseline.json "$1" "$results" --artifacts "$results/$1" "${@:2}"; }

measure() {
    echo "== $1, $(date -u +%H:%M:%S)"
    rm -f "$results/$1.json"
    case $1 in
        micro) run micro --filter '*Concurrency*' '*RateLimiting*' '*Sse*' '*Cursor*' ;;
        stores) run stores --filter '*EventFeedPage*' '*EventFeedAppend*' ;;
        *) load "$1" --results "$results" ;;
    esac
}

keep=
case ${1:-} in
    --gate)
        build Benchmarks
        benchmarks gate benchmarks/baseline.json
        exit
        ;;
    --filter)
        build Benchmarks
        run filtered "$@"
        exit
        ;;
    --tables) sections=() ;;
    --resume) keep=yes ;;
    ?*) sections=("$@") ;;
esac

build Benchmarks
build LoadTest
for section in "${sections[@]}"; do
    if [ -n "$keep" ] && [ -e "$results/$section.json" ]; then
        echo "== $section was measured already"
    else
        measure "$section"
    fi
done
load tables "$results" README.md docs/benchmarks.md docs/images/fan-out.svg
