#!/bin/bash
# Measures ratios in one run: tests/bench.sh NAME [--no-build], where NAME is grpc. Prints one line per metric, `name value >= target`
# or `name value <= target`, and exits 1 when one is missed. Servers run on core 0, the load on core 1.
# EGOV_BENCH_ROUNDS (5) and EGOV_BENCH_SCALE (1) make it longer or shorter.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 1
. eng/setup.sh

out=artifacts/bench/bin

build_dotnet() {
    dotnet build tests/Benchmarks/Benchmarks.csproj -c Release -v q --nologo '-clp:NoSummary;ErrorsOnly' </dev/null || fail "tests/Benchmarks does not build"
}

# The C++ peer, where Debian's gRPC is installed; prints its path.
build_cpp() {
    pkg-config --exists grpc++ protobuf 2>/dev/null && command -v g++ protoc grpc_cpp_plugin >/dev/null || return 0
    local from=tests/Benchmarks to=$PWD/$out/cpp
    mkdir -p "$to"
    # Options and their imports change nothing on the wire.
    sed -e '/^import /d' -e '/^    option /d' "$from/Grpc/bench.proto" >"$to/bench.proto"
    protoc -I "$to" --cpp_out="$to" --grpc_out="$to" --plugin=protoc-gen-grpc="$(command -v grpc_cpp_plugin)" "$to/bench.proto" >&2 || return 1
    g++ -O2 -DNDEBUG -std=c++17 -I "$to" "$from/cpp/server.cc" "$to/bench.pb.cc" "$to/bench.grpc.pb.cc" \
        $(pkg-config --cflags --libs grpc++ protobuf) -o "$to/server" >&2 || return 1
    echo "$to/server"
}

case ${1:-} in
    grpc)
        need python3 taskset nghttp2-client
        need_dotnet
        [ "${2:-}" = --no-build ] || build_dotnet
        cpp=$(build_cpp) || fail "the C++ peer does not build"
        exec python3 tests/Benchmarks/grpc.py artifacts/bin/Benchmarks/release/Benchmarks.dll ${cpp:+"$cpp"}
        ;;
    *)
        fail "usage: tests/bench.sh grpc"
        ;;
esac
