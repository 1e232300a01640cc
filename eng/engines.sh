#!/usr/bin/env bash
# Installs what the tests start for themselves and this machine lacks: PostgreSQL, PgBouncer, Redis, nginx, Chromium,
# Node.js, curl and what native compilation links with, from Debian's packages.
# Nothing is started or configured here; each test fixture runs a private server in a folder of its own.
set -euo pipefail

missing=()
compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || missing+=(postgresql)
command -v pgbouncer > /dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
command -v redis-server > /dev/null || missing+=(redis-server)
command -v nginx > /dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
command -v chromium > /dev/null || missing+=(chromium)
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || missing+=(npm)
command -v curl > /dev/null || missing+=(curl)
command -v clang > /dev/null || command -v gcc > /dev/null || missing+=(clang)
[ "$(uname)" != Linux ] || [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get > /dev/null; then
    echo "Missing here: ${missing[*]}. Install them to run every test." >&2
    exit 1
fi

elevate=()
if [ "$(id -u)" -ne 0 ]; then
    elevate=(sudo)
fi

# A package's own service must not start: the tests want the program, not its server.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${elevate[@]}" tee "$policy" > /dev/null
    "${elevate[@]}" chmod +x "$policy"
    trap '"${elevate[@]}" rm -f "$policy"' EXIT
fi

"${elevate[@]}" apt-get update -qq
"${elevate[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
