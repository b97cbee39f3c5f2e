using System.Globalization;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>
/// What a pass, a calendar address or a code names: a record, and how often its tokens had been taken back when this one
/// was given. Only a token of the record's present generation holds, so one can be taken back without the others.
/// </summary>
/// <param name="Name">Resource name.</param>
/// <param name="Generation">0 until tokens of the record were taken back.</param>
public sealed record TokenName(string Name, int Generation)
{
    private const char Mark = '#';

    /// <summary>What a signed text names; null for no text.</summary>
    public static TokenName? Of(string? text)
    {
        var at = text?.LastIndexOf(Mark) ?? -1;
        return text is null ? null
            : at < 0 ? new TokenName(text, 0)
            : int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? new TokenName(text[..at], generation)
            : null;
    }

    /// <summary>What is signed.</summary>
    public override string ToString() => Generation == 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}{Mark}{Generation}");
}
