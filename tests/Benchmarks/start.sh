# Sourced by tests/bench.sh: how long all processes take to be ready, as they are published for deployment, against as many of
# `dotnet new web`, and their memory.
need python3 postgresql-15 rabbitmq-server redis-server
need_dotnet
published=artifacts/bench/published
if [ $build = yes ]; then
    for project in Countries Activities Training Reporting Integration Gateway; do
        dotnet publish src/$project -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o $published/$project -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "src/$project does not publish"
    done
    dotnet build tests/Servers -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Servers does not build"
fi
exec python3 tests/Benchmarks/start.py $published artifacts/bin/Servers/release/Servers.dll
