using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the AppHost says on its console: the time, a word when something is wrong, the message with its lines kept.</summary>
internal sealed class PlainConsole(TimeProvider? clock = null) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "plain";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var word = logEntry.LogLevel switch
        {
            >= LogLevel.Error => "fail: ",
            LogLevel.Warning => "warn: ",
            _ => "",
        };
        var now = (clock ?? TimeProvider.System).GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        textWriter.WriteLine($"{now} {word}{logEntry.Formatter(logEntry.State, logEntry.Exception)}");
        if (logEntry.Exception is DistributedApplicationException { Message: var message })
        {
            textWriter.WriteLine("    " + message);
        }
        else if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }
}
