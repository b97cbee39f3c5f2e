# Sourced by tests/bench.sh: three times the writes that the platform can take, in an open loop through the gateway, then half of them
# (docs/reliability.md, F15). All on both cores, load included.
need python3 postgresql-15 rabbitmq-server redis-server libicu72 gcc libc6-dev
publish_platform
explicit_test OverloadTests EGOV_FAULT_BUILT="$PWD/$published" || exit 1
python3 tests/Benchmarks/judged.py "$raw" overload 'goodput_vs_peak>=0.8' 'shed_without_retry_info<=0' 'other_errors<=0' 'recovered_seconds<=10'
