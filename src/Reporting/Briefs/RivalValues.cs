using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using EGovPlatform.ReportingService.Projection;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>Fields for which sources say different things: an answer that uses one shows all.</summary>
internal static class RivalValues
{
    public static IEnumerable<Warning> Of(IMessage message)
    {
        foreach (var claims in MessageFields.Record(message).Claims.Where(c => !c.Preferred).GroupBy(c => c.FieldPath, StringComparer.Ordinal))
        {
            var said = claims.Select(c => $"{c.ValueJson} ({c.Source?.Publication}{(c.Source?.HasParagraph == true ? $", paragraph {c.Source.Paragraph}" : "")})");
            var shown = FieldJson.Of(message, claims.Key);
            yield return new Warning
            {
                Rule = "RIVAL_VALUES",
                FieldPath = claims.Key,
                Message = $"{(shown.Length > 0 ? shown : "No value chosen")}; also stated: {string.Join("; ", said)}",
            };
        }
    }
}
