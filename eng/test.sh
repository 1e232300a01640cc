#!/usr/bin/env bash
# Builds, packs and tests everything. The one command a contributor needs; extra arguments go to `dotnet test`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# With every engine there, a test that would skip for want of one fails instead.
eng/engines.sh
npm install --prefix artifacts/node --no-save --no-audit --no-fund --silent axe-core@4.14.1 typescript@5.9.3
export INVESTIGATIONS_REQUIRE_ENGINES=1

configuration=Release
dotnet restore Investigations.Libraries.sln
dotnet build Investigations.Libraries.sln --no-restore --configuration "$configuration"

# The packaging tests read the packages as they would be published.
rm -rf artifacts/package
dotnet pack Investigations.Libraries.sln --no-build --configuration "$configuration"

# What the deployment under faults came to, where a person sees it.
rm -f artifacts/faults/report.txt
trap 'cat artifacts/faults/report.txt 2> /dev/null || true' EXIT

status=0
dotnet test Investigations.Libraries.sln --no-build --configuration "$configuration" "$@" || status=$?

# The sample host's tests once more, on its other store.
INVESTIGATIONS_TEST_STORE=postgres dotnet test --project tests/Samples.Tests --no-build --configuration "$configuration" "$@" || status=$?
exit "$status"
