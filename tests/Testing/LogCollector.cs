using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace EGovPlatform.Testing;

/// <summary>Keeps what a service logs, so that a test fails on an error nobody announced.</summary>
public sealed class LogCollector : ILoggerProvider
{
    private const int Kept = 10_000;
    private readonly ConcurrentQueue<LogLine> lines = new();
    private readonly ConcurrentBag<string> expected = [];

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<LogLine> Lines => [.. lines];

    /// <summary>Errors whose text contains this are part of the test.</summary>
    public void Expect(string text) => expected.Add(text);

    /// <exception cref="XunitException">There are errors that were not announced.</exception>
    public void Verify()
    {
        var surprises = lines.Where(l => l.Level >= LogLevel.Error && !expected.Any(e => l.Text.Contains(e, StringComparison.Ordinal))).ToList();
        if (surprises.Count > 0)
        {
            throw new XunitException($"{surprises.Count} unexpected errors in the log:\n{string.Join('\n', surprises.Take(5))}");
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // Lines stay readable after the service has ended.
    }

    private sealed class Logger(LogCollector collector, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                collector.lines.Enqueue(new LogLine(logLevel, category, formatter(state, exception) + (exception is null ? "" : $"\n{exception}")));
                while (collector.lines.Count > Kept)
                {
                    collector.lines.TryDequeue(out _);
                }
            }
        }
    }
}

/// <summary>One line of a log, with the exception if there was one.</summary>
public sealed record LogLine(LogLevel Level, string Category, string Text);
