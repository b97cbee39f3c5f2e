# Sourced by tests/bench.sh: one record read by its name among 1,000,000 against the same among 10,000.
need python3 postgresql-15
need_dotnet
build_dotnet
exec python3 tests/Benchmarks/rounds.py artifacts/bin/Benchmarks/release/Benchmarks.dll growth
