# Sourced by tests/bench.sh: from the commit of a change to the commit of what Reporting makes of it, at 70 % of the writes that the platform
# takes through the gateway, against NOTIFY and an insert in another database. Load and servers share both cores.
need python3 postgresql-15 rabbitmq-server redis-server libicu72 gcc libc6-dev
publish_platform
explicit_test LagTests EGOV_FAULT_BUILT="$PWD/$published" || exit 1
python3 tests/Benchmarks/judged.py "$raw" lag 'p99_vs_floor<=5'
