# Sourced by tests/bench.sh: the gateway with its features on, and YARP without any, against nginx.
need python3 taskset nghttp2-client nginx redis-server
need_dotnet
build_dotnet
[ $build = no ] || dotnet build src/Gateway/Gateway.csproj -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "src/Gateway does not build"
exec python3 tests/Benchmarks/gateway.py artifacts/bin/Benchmarks/release/Benchmarks.dll artifacts/bin/Gateway/release/EGovPlatform.Gateway.dll
