using System.Diagnostics;
using EGovPlatform.Common.V1;

namespace EGovPlatform.SystemTests;

/// <summary>A client in another language calls a service through the gateway with nothing of ours but the wire format.</summary>
public sealed class ForeignClientTests(Platform platform)
{
    // GetRequest has one field, `name` = 1; the answer is searched for the bytes of a name of the country.
    private const string Script = """
        import grpc, sys
        address, token, name, expected = sys.argv[1:]
        request = b"\x0a" + bytes([len(name)]) + name.encode()
        with grpc.insecure_channel(address) as channel:
            call = channel.unary_unary("/egov.countries.v1.CountryService/GetCountry")
            metadata = [("authorization", "Bearer " + token)] if token else []
            try:
                print("found" if expected.encode() in call(request, metadata=metadata, timeout=20) else "another answer")
            except grpc.RpcError as error:
                details = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
                print(error.code().name, "NOT_FOUND" in str(details))
        """;

    [Fact]
    public async Task Python_reads_a_country_over_grpc() =>
        Assert.Equal("found", await PythonAsync(platform.Token(Role.Viewer), "countries/PE", "페루"));

    [Fact]
    public async Task Python_gets_typed_errors_over_grpc()
    {
        Assert.Equal("NOT_FOUND True", await PythonAsync(platform.Token(Role.Viewer), "countries/QQ", ""));
        Assert.Equal("UNAUTHENTICATED False", await PythonAsync("", "countries/PE", ""));
    }

    private async Task<string> PythonAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, platform.GrpcAddress, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(python.ExitCode == 0, await errors);
        return output.Trim();
    }
}
