# Sourced by tests/bench.sh: lists over 1,000,000 organizations and agreements against the same over 10,000.
need python3 postgresql-15
need_dotnet
build_dotnet
exec python3 tests/Benchmarks/countries.py artifacts/bin/Benchmarks/release/Benchmarks.dll
