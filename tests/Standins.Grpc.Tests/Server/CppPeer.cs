namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>The peer in C++, compiled once for each version of its source where Debian's gRPC and a compiler are installed.</summary>
internal static class CppPeer
{
    private const string Build = """
        set -e
        mkdir -p "$2"
        protoc -I "$1" --cpp_out="$2" --grpc_out="$2" --plugin=protoc-gen-grpc="$(command -v grpc_cpp_plugin)" "$1/peer.proto"
        g++ -O0 -std=c++17 -I "$2" peer.cc "$2/peer.pb.cc" "$2/peer.grpc.pb.cc" $(pkg-config --cflags --libs grpc++ protobuf) -o "$2/peer.new"
        mv "$2/peer.new" "$2/peer"
        """;

    private static readonly SemaphoreSlim One = new(1);

    /// <summary>The program. Skips the test when it cannot be compiled here, and says what is missing.</summary>
    public static async Task<string> BuildAsync()
    {
        await One.WaitAsync();
        try
        {
            var sources = Path.Combine(ForeignPeer.Sources, "cpp");
            var (missing, _, _) = await ForeignPeer.RunAsync("/bin/sh", sources, "-c", "pkg-config --exists grpc++ protobuf && command -v g++ protoc grpc_cpp_plugin");
            Assert.SkipWhen(missing != 0, "not applicable here: g++, pkg-config, libgrpc++-dev, libprotobuf-dev, protobuf-compiler or protobuf-compiler-grpc is not installed");
            var folder = Path.Combine(ForeignPeer.Root, "artifacts", "conformance", "cpp");
            var program = Path.Combine(folder, "peer");
            string[] inputs = [Path.Combine(sources, "peer.cc"), Path.Combine(ForeignPeer.Protos, "peer.proto")];
            if (!File.Exists(program) || inputs.Any(i => File.GetLastWriteTimeUtc(i) > File.GetLastWriteTimeUtc(program)))
            {
                var (exit, output, error) = await ForeignPeer.RunAsync("/bin/sh", sources, "-c", Build, "build", ForeignPeer.Protos, folder);
                Assert.True(exit == 0, $"tests/Conformance/cpp does not compile:\n{output}{error}");
            }

            return program;
        }
        finally
        {
            One.Release();
        }
    }
}
