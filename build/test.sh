#!/bin/sh
# Installs what the tests need and runs them all, the fast suites first. --all: the longer forms too.
set -eu
cd "$(dirname "$0")/.."
long=''
[ "${1:-}" = --all ] && long='-Dmallhive.long=true'

if ! command -v chromium >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo 'Installing Chromium for the browser tests ...'
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    else
        echo 'The browser tests need Chromium: sudo apt-get install chromium' >&2
        exit 1
    fi
fi

step() { printf '\n== %s\n' "$*"; }

step 'format'
mvn -B -q spotless:check
step 'build, unit and store tests, architecture'
# shellcheck disable=SC2086
mvn -B install $long -pl '!tests/acceptance,!tests/chaos,!tests/browser'
step 'acceptance: a purchase in one process, and in many over mTLS'
# shellcheck disable=SC2086
mvn -B test $long -pl tests/acceptance
step 'browser: the journey of seller, buyer and operator'
# shellcheck disable=SC2086
mvn -B test $long -pl tests/browser
step 'crash: kill -9 at every step'
# shellcheck disable=SC2086
mvn -B test $long -pl tests/chaos
step 'all tests have passed'
