#!/bin/sh
# What the tests need from the system: a Chromium and PostgreSQL's server programs; with the argument `integrations`, what
# `make integrations` needs. As root on a Debian-like system it is installed; elsewhere this says what to install.
set -eu

missing=
for_fedora="chromium postgresql-server"
for_macos="chromium postgresql"
if [ "${1:-}" = integrations ]; then
    # LightGBM's wheel looks for OpenMP on the system; the other libraries bring theirs.
    python=$(sh scripts/find_python.sh)
    [ "$(uname)" != Linux ] || "$python" -c 'import ctypes; ctypes.CDLL("libgomp.so.1")' 2>/dev/null || missing=" libgomp1"
    for_fedora=libgomp
    for_macos=libomp
else
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # $missing is a list of package names: it must be split.
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing </dev/null
    exit 0
fi
echo "The tests need these packages, which are not installed:$missing" >&2
echo "On Debian and Ubuntu: sudo apt-get install$missing" >&2
echo "On Fedora: sudo dnf install $for_fedora · on macOS: brew install $for_macos" >&2
[ "${1:-}" = integrations ] || echo "To run the stages that do not need them: make test STAGES='lint unit server web'" >&2
exit 1
