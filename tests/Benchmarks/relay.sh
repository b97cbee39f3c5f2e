# Sourced by tests/bench.sh: a log drained by the relay against RabbitMQ.Client sending one change per message.
need python3 postgresql-15 rabbitmq-server
need_dotnet
build_dotnet
exec python3 tests/Benchmarks/rounds.py artifacts/bin/Benchmarks/release/Benchmarks.dll relay
