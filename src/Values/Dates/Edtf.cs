using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace EGovPlatform.Values;

/// <summary>
/// Reads EDTF (ISO 8601-2:2019): level 1, and from level 2 sets, seasons, unspecified digits anywhere and doubt about single components.
/// Years run from 0001 to 9999.
/// </summary>
public static partial class Edtf
{
    private const int MaxLength = 500;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; empty means unknown.</param>
    /// <param name="value">What it means, when it can be read.</param>
    /// <param name="error">Otherwise what is wrong, in one sentence.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EdtfValue? value, [NotNullWhen(false)] out string? error)
    {
        var dates = new List<EdtfDate>();
        try
        {
            value = Read(text ?? "", dates);
            error = null;
            return true;
        }
        catch (FormatException e)
        {
            value = null;
            error = e.Message;
            return false;
        }
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is not EDTF; the message says what is wrong.</exception>
    public static EdtfValue Parse(string? text) =>
        TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    private static EdtfValue Read(string text, List<EdtfDate> dates)
    {
        if (text.Length == 0)
        {
            return EdtfValue.Unknown;
        }

        if (text.Length > MaxLength)
        {
            throw new FormatException($"A date has at most {MaxLength} characters.");
        }

        return (text[0], text[^1]) switch
        {
            ('[', ']') => Set(text[1..^1], allOf: false, dates),
            ('{', '}') => Set(text[1..^1], allOf: true, dates),
            _ => new EdtfValue([text.Contains('/') ? Interval(text, dates) : EdtfSpan.Single(Date(text, dates))], allOf: false, dates),
        };
    }

    private static EdtfSpan Interval(string text, List<EdtfDate> dates)
    {
        var sides = text.Split('/');
        if (sides.Length != 2)
        {
            throw new FormatException($"'{text}' has more than one '/'; a period is start/end.");
        }

        var start = Endpoint(sides[0], dates);
        var end = Endpoint(sides[1], dates);
        if (start is null && end is null)
        {
            throw new FormatException($"'{text}' gives neither start nor end; leave the text empty when the date is not known.");
        }

        if (start is not null && end is not null && start.Days.First > end.Days.Last)
        {
            throw new FormatException($"'{text}' ends before it starts.");
        }

        return EdtfSpan.Interval(start, sides[0] == "..", end, sides[1] == "..");
    }

    private static EdtfDate? Endpoint(string text, List<EdtfDate> dates) => text is "" or ".." ? null : Date(text, dates);

    private static EdtfValue Set(string text, bool allOf, List<EdtfDate> dates)
    {
        var items = text.Split(',', StringSplitOptions.TrimEntries);
        var spans = new List<EdtfSpan>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            spans.Add(Member(items[i], first: i == 0, last: i == items.Length - 1, allOf, dates));
        }

        return new EdtfValue(spans, allOf, dates);
    }

    private static EdtfSpan Member(string text, bool first, bool last, bool allOf, List<EdtfDate> dates)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            return EdtfSpan.Single(Date(text, dates));
        }

        var from = dots == 0 ? null : Date(text[..dots], dates);
        var to = dots == text.Length - 2 ? null : Date(text[(dots + 2)..], dates);
        if (from is null && to is null || from is null && !first || to is null && !last)
        {
            throw new FormatException($"'{text}': in a set '..' stands between two dates, before the first or after the last.");
        }

        if (from is not null && to is not null && from.Days.First > to.Days.Last)
        {
            throw new FormatException($"'{text}' ends before it starts.");
        }

        return allOf ? EdtfSpan.Interval(from, from is null, to, to is null) : EdtfSpan.Between(from, to);
    }

    private static EdtfDate Date(string text, List<EdtfDate> dates)
    {
        if (PlainDay(text) is { } plain)
        {
            dates.Add(plain);
            return plain;
        }

        var match = DateShape().Match(text);
        if (!match.Success)
        {
            throw new FormatException(text.Contains('T')
                ? $"'{text}' has a time of day; it belongs in start_time and end_time."
                : $"'{text}' is not a date of EDTF such as 2018, 2018-05, 2018-05-28, 2018-21 (spring), 2018-05~ or XXXX-12-25.");
        }

        var pattern = new EdtfPattern(match.Groups["y"].Value, Part(match, "m"), Part(match, "d"));
        if (pattern.Season != 0 && pattern.Day is not null)
        {
            throw new FormatException($"'{text}': {pattern.Month} is a season and has no day.");
        }

        if (!pattern.Exists)
        {
            throw new FormatException($"'{text}' is no day of the calendar; years run from 0001 to 9999, months from 01 to 12, seasons from 21 to 41.");
        }

        // Left of a component is about it alone; right of it about it and all before it.
        var (yl, yr, ml, mr, dl, dr) = (Mark(match, "yl"), Mark(match, "yr"), Mark(match, "ml"), Mark(match, "mr"), Mark(match, "dl"), Mark(match, "dr"));
        var date = new EdtfDate(pattern, yl | yr | mr | dr, pattern.Month is null ? default : ml | mr | dr, pattern.Day is null ? default : dl | dr);
        dates.Add(date);
        return date;
    }

    // Whole days are by far the most common; they need no pattern to be read.
    private static EdtfDate? PlainDay(string text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
        {
            return null;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && c != '-')
            {
                return null;
            }
        }

        if (text.AsSpan(0, 4).Contains('-') || text.AsSpan(5, 2).Contains('-') || text.AsSpan(8, 2).Contains('-'))
        {
            return null;
        }

        var pattern = new EdtfPattern(text[..4], text[5..7], text[8..]);
        return pattern.Season == 0 && pattern.Exists ? new EdtfDate(pattern, default, default, default) : null;
    }

    private static string? Part(Match match, string group) => match.Groups[group] is { Success: true } part ? part.Value : null;

    private static EdtfDoubt Mark(Match match, string group) => match.Groups[group].Value switch
    {
        "?" => EdtfDoubt.Uncertain,
        "~" => EdtfDoubt.Approximate,
        "%" => EdtfDoubt.Uncertain | EdtfDoubt.Approximate,
        _ => EdtfDoubt.None,
    };

    [GeneratedRegex("^(?<yl>[?~%]?)(?<y>[0-9X]{4})(?<yr>[?~%]?)(-(?<ml>[?~%]?)(?<m>[0-9X]{2})(?<mr>[?~%]?)(-(?<dl>[?~%]?)(?<d>[0-9X]{2})(?<dr>[?~%]?))?)?\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex DateShape();
}
