using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace EGovPlatform.Gateway.Tests;

/// <summary>What a user types cannot make a second line of a log, nor move a terminal's cursor over the first.</summary>
public sealed class LogLineTests
{
    [Theory]
    [InlineData("x\r\nforged: all is well")]
    [InlineData("x\nforged: all is well")]
    [InlineData("x\rforged: all is well")]
    [InlineData("x\u0085forged: all is well")]
    [InlineData("x\u2028forged: all is well")]
    [InlineData("x\u001b[2K\u001b[1Gforged: all is well")]
    [InlineData("x\",\"LogLevel\":\"Critical\",\"a\":\"")]
    public void A_line_stays_one_line(string typed)
    {
        var line = Write("Production", typed);

        Assert.EndsWith("\n", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line[..^1], c => char.IsControl(c) || c is '\u2028' or '\u2029');
        Assert.Equal("Warning", System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString());
        Assert.Contains("x", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_does_a_line_feed_on_the_machine_of_a_developer() =>
        Assert.Equal(1, Write("Development", "x\nforged: all is well").Count(c => c == '\n'));

    private static string Write(string environment, string typed)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.AddServiceDefaults();
        using var services = builder.Services.BuildServiceProvider();
        var name = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        var formatter = services.GetServices<ConsoleFormatter>().Single(f => f.Name == name);
        using var text = new StringWriter();
        var state = new KeyValuePair<string, object?>[] { new("Name", typed), new("{OriginalFormat}", "Not found: {Name}") };
        formatter.Write(new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Warning, "test", 0, state, null, (s, _) => $"Not found: {s[0].Value}"), null, text);
        return text.ToString();
    }
}
