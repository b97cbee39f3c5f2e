using System.Globalization;

namespace EGovPlatform.TrainingService;

/// <summary>Paths into repeated fields, such as <c>endorsements[0].step</c>.</summary>
internal static class FieldAt
{
    public static string Of(string field, int index, string below = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]{(below.Length > 0 ? "." : "")}{below}");
}
