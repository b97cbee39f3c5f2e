using System.Security.Cryptography;

namespace EGovPlatform.Access.Tests;

public sealed class DevelopmentKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("egov-key-test.").FullName;

    [Fact]
    public void Only_the_owner_can_read_the_file()
    {
        var path = Path.Combine(folder, "below", "key.pem");
        DevelopmentKey.LoadOrCreate(path);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task Processes_that_start_together_get_one_key()
    {
        var path = Path.Combine(folder, "key.pem");
        var ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => DevelopmentKey.LoadOrCreate(path).KeyId)));
        Assert.Single(ids.Distinct(StringComparer.Ordinal));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        var path = Path.Combine(folder, "key.pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        Assert.Throws<CryptographicException>(() => DevelopmentKey.LoadOrCreate(path));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
