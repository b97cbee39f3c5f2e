# Sourced by tests/bench.sh: how long all processes take to be ready, as they are published for deployment, against as many of
# `dotnet new web`, and their memory.
need python3 postgresql-15 rabbitmq-server redis-server
publish_platform
[ $build = no ] || dotnet build tests/Servers -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Servers does not build"
exec python3 tests/Benchmarks/start.py $published artifacts/bin/Servers/release/Servers.dll
