# Sourced by tests/bench.sh: one node of each kind of the clusters (docs/reliability.md) is killed under load. No write for as long
# and no report for as long as it prints; nothing acknowledged may be lost.
need python3 postgresql-15 rabbitmq-server redis-server patroni etcd-server libicu72 gcc libc6-dev
explicit_test ClusterTests || exit 1
python3 tests/Benchmarks/judged.py "$raw" ha '*_seconds<=15' 'broken_rules<=0'
