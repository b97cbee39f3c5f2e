using System.Text.Json;
using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>Rules of claims: a field may have several asserted values, and the record shows the preferred one or none.</summary>
public static class ClaimRules
{
    /// <summary>The value of a field that somebody chose; null when nobody has.</summary>
    public static Claim? Preferred(Record? record, string fieldPath) =>
        record?.Claims.FirstOrDefault(claim => claim.Preferred && claim.FieldPath == fieldPath);

    /// <summary>Every asserted value of a field, the preferred one first, each value once. More than one means the sources disagree.</summary>
    public static IReadOnlyList<Claim> Values(IMessage root, Record? record, string fieldPath) =>
    [
        .. (record?.Claims ?? [])
            .Where(claim => claim.FieldPath == fieldPath)
            .OrderByDescending(claim => claim.Preferred)
            .DistinctBy(claim => Canonical(root, claim)),
    ];

    /// <summary>Paths of fields whose claims disagree, in the order of the claims.</summary>
    public static IReadOnlyList<string> RivalPaths(IMessage root, Record? record) =>
        [.. (record?.Claims ?? []).Select(claim => claim.FieldPath).Distinct().Where(path => Values(root, record, path).Count > 1)];

    /// <summary>What breaks a rule, with paths below the record.</summary>
    public static IEnumerable<FieldViolation> Validate(IMessage root, Record record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var preferred = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < record.Claims.Count; i++)
        {
            var claim = record.Claims[i];
            if (!FieldPath.TryFollow(root, claim.FieldPath, out var found, out var error))
            {
                yield return new FieldViolation($"claims[{i}].field_path", "FIELD_PATH", error);
            }
            else if (found.IsPersonal)
            {
                yield return new FieldViolation($"claims[{i}].field_path", "CLAIM_PERSONAL", "A claim is stored in the open, so none is made about personal data.");
            }
            else if (!TryRead(found, claim.ValueJson, out _, out error))
            {
                yield return new FieldViolation($"claims[{i}].value_json", "CLAIM_VALUE", error);
            }

            if (claim.Preferred && !preferred.Add(claim.FieldPath))
            {
                yield return new FieldViolation($"claims[{i}].preferred", "CLAIM_PREFERRED_TWICE", $"'{claim.FieldPath}' has a preferred value already.");
            }
        }
    }

    // Two spellings of one JSON value are one value.
    private static object Canonical(IMessage root, Claim claim) =>
        FieldPath.TryFollow(root, claim.FieldPath, out var found, out _) && TryRead(found, claim.ValueJson, out var value, out _) ? value! : claim.ValueJson;

    private static bool TryRead(FieldPath path, string json, out IMessage? value, out string error)
    {
        try
        {
            using (JsonDocument.Parse(json))
            {
                // Reading the value in its place lets the field's own type decide what is allowed.
                var text = path.IsItem ? $"[{json}]" : json;
                value = JsonParser.Default.Parse($"{{\"{path.Field.Name}\":{text}}}", path.Parent);
            }

            ValueNormalizer.Normalize(value);
            error = "";
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidProtocolBufferException or InvalidJsonException)
        {
            value = null;
            error = $"The value is not JSON of the field '{path.Field.Name}'.";
            return false;
        }
    }
}
