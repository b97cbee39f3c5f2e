# Sourced by tests/bench.sh: the gRPC stand-in against a bare Kestrel endpoint and, where it is installed, C++ gRPC.
out=artifacts/bench/bin

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

need python3 taskset nghttp2-client
need_dotnet
build_dotnet
cpp=$(build_cpp) || fail "the C++ peer does not build"
exec python3 tests/Benchmarks/grpc.py artifacts/bin/Benchmarks/release/Benchmarks.dll ${cpp:+"$cpp"}
