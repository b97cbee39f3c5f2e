using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Access.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development-2")]
    public void A_development_key_stops_the_start_elsewhere(string environment)
    {
        var e = Assert.Throws<UnsafeSettingException>(() => Read(environment, ("DevelopmentKey", "key.pem"), ("Authority", "https://login.example.org")));
        Assert.Contains("Access:DevelopmentKey", e.Message, StringComparison.Ordinal);
        Assert.Contains(environment, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_development_key_is_taken_in_development() => Assert.Equal("key.pem", Read("Development", ("DevelopmentKey", "key.pem")).DevelopmentKey);

    [Theory]
    [InlineData("Access:Authority")]
    [InlineData("Access:Issuer", "MetadataAddress=https://login.example.org/keys")]
    [InlineData("Access:Audience", "Authority=https://login.example.org", "Audience= ")]
    [InlineData("Access:ClockSkew", "Authority=https://login.example.org", "ClockSkew=00:01:01")]
    [InlineData("Access:ClockSkew", "Authority=https://login.example.org", "ClockSkew=-00:00:01")]
    [InlineData("Access:Algorithms", "Authority=https://login.example.org", "Algorithms:0=HS256")]
    [InlineData("Access:Providers:partner:Algorithms", "Authority=https://login.example.org", "Providers:partner:Authority=https://sso.example.net", "Providers:partner:Algorithms:0=none")]
    [InlineData("Access:Providers:partner:Authority", "Authority=https://login.example.org", "Providers:partner:Audience=egovplatform")]
    [InlineData("Access:Providers:partner:Roles", "Authority=https://login.example.org", "Providers:partner:Authority=https://sso.example.net", "Providers:partner:Roles:0=root")]
    [InlineData("https://login.example.org", "Authority=https://login.example.org", "Providers:partner:Authority=https://login.example.org")]
    public void Unsafe_settings_stop_the_start_and_are_named(string named, params string[] settings)
    {
        var e = Assert.Throws<InvalidOperationException>(() => Read("Production", [.. settings.Select(s => (s.Split('=')[0], s[(s.IndexOf('=') + 1)..]))]));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private static AccessOptions Read(string environment, params (string Key, string Value)[] settings) => AccessOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Access:{s.Key}", (string?)s.Value))).Build(),
        new Named(environment));

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
