#!/bin/sh
# Format, compiler warnings and the rules of the architecture. --fix repairs the format.
set -eu
cd "$(dirname "$0")/.."
goal=check
[ "${1:-}" = --fix ] && goal=apply
mvn -B -q "spotless:$goal"
mvn -B -q -DskipTests compile
mvn -B -q test -pl tests/architecture -am -Dtest='ArchitectureTest,ContractsTest' -Dsurefire.failIfNoSpecifiedTests=false
echo 'The checks pass.'
