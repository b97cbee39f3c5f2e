# Sourced by tests/bench.sh: a durable write with its change and its request id against pgbench with the plain three inserts.
need python3 taskset postgresql-15
need_dotnet
build_dotnet
exec python3 tests/Benchmarks/data.py artifacts/bin/Benchmarks/release/Benchmarks.dll write
