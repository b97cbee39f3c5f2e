# Sourced by tests/bench.sh: import of an IATI file (EGOV_IATI_LOAD, else ../shared/data/iati/load/merged-valid-2.03.xml) and of a
# table, uploaded, checked and applied, at a quarter, a half and the whole, against COPY of the same records into tables with the
# same indexes.
need python3 openssl postgresql-15 rabbitmq-server redis-server
need_dotnet
load=${EGOV_IATI_LOAD:-../shared/data/iati/load/merged-valid-2.03.xml}
[ -f "$load" ] || fail "no file $load: set EGOV_IATI_LOAD"
if [ $build = yes ]; then
    for project in src/Countries src/Activities src/Integration src/Cli tests/Servers; do
        dotnet build "$project" -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "$project does not build"
    done
fi
exec python3 tests/Benchmarks/import.py artifacts/bin "$load"
