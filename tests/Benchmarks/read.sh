# Sourced by tests/bench.sh: one record read by its name through the service against pgbench with the same SQL.
need python3 taskset postgresql-15
need_dotnet
build_dotnet
exec python3 tests/Benchmarks/data.py artifacts/bin/Benchmarks/release/Benchmarks.dll read
