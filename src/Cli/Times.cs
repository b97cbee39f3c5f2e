using System.CommandLine;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>The three times of a question.</summary>
internal static class Times
{
    public static readonly Option<string> ValidOn = new("--valid-on") { Description = "Only what took effect: YYYY-MM-DD.", DefaultValueFactory = _ => "" };

    public static readonly Option<string> KnownOn = new("--known-on", "--as-of") { Description = "Only what was known by then: YYYY-MM-DD.", DefaultValueFactory = _ => "" };

    public static readonly Option<string> RecordedOn = new("--recorded-on") { Description = "As this platform had it then: YYYY-MM-DD or a time.", DefaultValueFactory = _ => "" };

    public static ReportTimes Of(ParseResult parsed) => new()
    {
        ValidOn = parsed.GetValue(ValidOn),
        KnownOn = parsed.GetValue(KnownOn),
        RecordedOn = parsed.GetValue(RecordedOn),
    };
}
