#!/bin/sh
# What the tests need from the system: a Chromium and PostgreSQL's server programs.
# As root on a Debian-like system they are installed; elsewhere this says what to install.
set -eu

missing=
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # $missing is a list of package names: it must be split.
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing </dev/null
    exit 0
fi
echo "The tests need these programs, which are not installed:$missing" >&2
echo "On Debian and Ubuntu: sudo apt-get install$missing" >&2
echo "On Fedora: sudo dnf install chromium postgresql-server · on macOS: brew install chromium postgresql" >&2
echo "To run the stages that do not need them: make test STAGES='lint unit server web'" >&2
exit 1
