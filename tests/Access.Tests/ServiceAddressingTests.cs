using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Access.Tests;

public sealed class ServiceAddressingTests
{
    [Fact]
    public void Address_is_read_by_Aspires_name_and_its_absence_named()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["services:countries:grpc:0"] = "http://127.0.0.1:5" })
            .Build();
        Assert.Equal(new Uri("http://127.0.0.1:5"), configuration.ServiceAddress("countries", "grpc"));
        var e = Assert.Throws<InvalidOperationException>(() => configuration.ServiceAddress("countries", "http"));
        Assert.Contains("services__countries__http__0", e.Message, StringComparison.Ordinal);
    }
}
