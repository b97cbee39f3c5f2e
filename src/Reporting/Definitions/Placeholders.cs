using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using FieldViolation = EGovPlatform.Values.FieldViolation;

namespace EGovPlatform.ReportingService.Definitions;

/// <summary>`{key}` in the texts of a saved report.</summary>
internal static partial class Placeholders
{
    /// <summary>Keys the day of the run gives.</summary>
    public static readonly IReadOnlyList<string> Given = ["today", "year", "last_year"];

    /// <summary>All keys a report names.</summary>
    public static IEnumerable<string> In(ReportSpec report)
    {
        var found = new List<string>();
        Replace(report.Clone(), text =>
        {
            found.AddRange(Pattern().Matches(text).Select(m => m.Groups["key"].Value));
            return text;
        });
        return found.Distinct(StringComparer.Ordinal);
    }

    /// <summary>The report with values in place of keys.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD for a value without a parameter and a parameter without a value.</exception>
    public static ReportSpec Fill(ReportDefinition definition, IReadOnlyDictionary<string, string> given, DateOnly day)
    {
        var values = definition.Parameters.ToDictionary(p => p.Key, p => given.GetValueOrDefault(p.Key, p.DefaultValue), StringComparer.Ordinal);
        FieldViolation[] violations =
        [
            .. given.Keys.Where(k => !values.ContainsKey(k)).Select(k => new FieldViolation($"parameters[{k}]", "UNDECLARED", $"'{k}' is not a parameter; these are: {string.Join(", ", values.Keys)}.")),
            .. values.Where(v => v.Value.Length == 0).Select(v => new FieldViolation($"parameters[{v.Key}]", "REQUIRED", $"'{v.Key}' has no default value.")),
        ];
        if (violations.Length > 0)
        {
            throw Errors.InvalidFields(violations);
        }

        values["today"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        values["year"] = day.Year.ToString("0000", CultureInfo.InvariantCulture);
        values["last_year"] = (day.Year - 1).ToString("0000", CultureInfo.InvariantCulture);
        var report = definition.Report.Clone();
        Replace(report, text => Pattern().Replace(text, m => values[m.Groups["key"].Value]));
        return report;
    }

    private static void Replace(IMessage message, Func<string, string> change)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            switch (field.Accessor.GetValue(message))
            {
                case string { Length: > 0 } text:
                    field.Accessor.SetValue(message, change(text));
                    break;
                case IList list when field.FieldType == FieldType.String:
                    for (var i = 0; i < list.Count; i++)
                    {
                        list[i] = change((string)list[i]!);
                    }

                    break;
                case IMessage inner:
                    Replace(inner, change);
                    break;
            }
        }
    }

    [GeneratedRegex("[{](?<key>[a-z][a-z0-9_]*)[}]", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
