using System.Diagnostics;
using EGovPlatform.Access;
using EGovPlatform.Gateway;
using EGovPlatform.IntegrationService;
using EGovPlatform.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Integration.Tests;

/// <summary>What is for a developer's machine stops the start elsewhere, and the message names the setting.</summary>
public sealed class SettingsTests
{
    private const string Provider = "https://login.example.org";

    /// <summary>A setting, its value, and what the message calls it.</summary>
    public static readonly TheoryData<string, string> Unsafe = new()
    {
        { "Access:DevelopmentKey", "key.pem" },
        { "Access:Authority", "http://127.0.0.1:5000" },
        { "Access:MetadataAddress", "http://login.example.org/.well-known/openid-configuration" },
        { "Access:Providers:partner:Authority", "http://localhost:5000" },
        { "DetailedErrors", "true" },
        { "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true" },
        { "DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "1" },
        { "Dashboard:Frontend:AuthMode", "Unsecured" },
        { "ConnectionStrings:integrationdb", "Host=db;Username=egov;Password=postgres" },
        { "ConnectionStrings:integrationdb", "Host=db;Username=countries;Password=Countries" },
        { "ConnectionStrings:integrationdb", "Host=db;Username=egov;Password=71e0b9c4;Include Error Detail=true" },
        { "ConnectionStrings:messaging", "amqp://guest:guest@broker" },
        { "ConnectionStrings:messaging", "amqp://guest:guest@broker:5672,second:5672,third:5672/egov" },
        { "ConnectionStrings:messaging", "amqp://broker:5672" },
        { "Mtls:Authorities", "nowhere.pem" },
        { "ConnectionStrings:cache", "cache:6379,password=redis" },
    };

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task Stop_a_service_outside_Development(string setting, string value)
    {
        var error = await Assert.ThrowsAsync<UnsafeSettingException>(() => RunningService.StartAsync(IntegrationApp.Build, Production((setting, value))));
        Named(error, setting, value);
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task Stop_the_gateway_outside_Development(string setting, string value)
    {
        var error = await Assert.ThrowsAsync<UnsafeSettingException>(() => RunningService.StartAsync(GatewayApp.Build, Production((setting, value))));
        Named(error, setting, value);
    }

    [Fact]
    public void Stop_nothing_in_Development_and_nothing_safe_elsewhere()
    {
        foreach (var (setting, value) in Unsafe.Select(row => row.Data))
        {
            ProductionSettings.Check(Configuration((setting, value)), new Place("Development"));
        }

        (string, string?)[] safe =
        [
            ("Access:Authority", Provider), ("DetailedErrors", "false"), ("Dashboard:Frontend:AuthMode", "OpenIdConnect"),
            ("ConnectionStrings:integrationdb", "Host=db;Username=integration;Password=71e0b9c4"), ("ConnectionStrings:other", "Host=db;Username=integration;SSL Mode=VerifyFull;SSL Certificate=own.pem"),
            ("ConnectionStrings:messaging", "amqps://egov:71e0b9c4@broker"), ("ConnectionStrings:cache", "cache:6379,password=71e0b9c4"),
        ];
        ProductionSettings.Check(Configuration(safe), new Place("Production"));
    }

    [Fact]
    public async Task Stop_the_AppHost_with_a_dashboard_for_everybody()
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "artifacts/bin/EGovPlatform.AppHost/debug/EGovPlatform.AppHost")) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS opens the dashboard to everybody", errors + await output, StringComparison.Ordinal);
    }

    private static void Named(UnsafeSettingException error, string setting, string value)
    {
        Assert.Equal(setting, error.Setting);
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error.Message.Replace(setting, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static (string, string?)[] Production((string Setting, string? Value) wrong) =>
        [("environment", "Production"), ("Access:DevelopmentKey", ""), ("Access:Authority", Provider), wrong];

    private static IConfiguration Configuration(params (string Setting, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Setting, s.Value))).Build();

    private sealed class Place(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
