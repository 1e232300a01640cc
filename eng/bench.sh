#!/usr/bin/env bash
# Measures. Without arguments: every benchmark, in full. With --gate: a short run held against benchmarks/baseline.json.
# Other arguments go to BenchmarkDotNet, such as --filter '*RateLimiting*'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

run() { dotnet run --project benchmarks/Investigations.Benchmarks --configuration Release -- "$@"; }

if [ "${1:-}" = --gate ]; then
    run --gate benchmarks/baseline.json
else
    run --artifacts artifacts/benchmarks "${@:---filter=*}"
fi
