# Sourced by tests/bench.sh: named reports and a country brief against the best hand-written SQL over the same mart, of
# 1,000,000 activities and 5,000,000 participations generated straight into it. EGOV_BENCH_SCALE makes the mart smaller;
# EGOV_BENCH_DATA names a folder that keeps it for further runs, --fill fills it and ends.
need python3 openssl postgresql-15 rabbitmq-server redis-server
need_dotnet
if [ $build = yes ]; then
    for project in src/Reporting/Reporting.csproj tests/Servers/Servers.csproj src/Cli/Cli.csproj; do
        dotnet build "$project" -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "$project does not build"
    done
fi
exec python3 tests/Benchmarks/reporting.py artifacts/bin "$@"
