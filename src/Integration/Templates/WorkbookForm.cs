namespace EGovPlatform.IntegrationService.Templates;

/// <summary>Names that templates and their reader share.</summary>
internal static class WorkbookForm
{
    public const string ReadMe = "Read me";
    public const string Lists = "Lists";
    public const string GroupKey = "(group)";

    // Excel's own limit.
    private const int MaxSheetName = 31;

    /// <summary>Sheet of a list of parts: its path, shortened where Excel allows no more.</summary>
    public static string SheetName(string path, ISet<string> taken)
    {
        var name = path.Length <= MaxSheetName ? path : path[^MaxSheetName..];
        for (var i = 2; !taken.Add(name.ToLowerInvariant()); i++)
        {
            var ending = "~" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            name = name[..Math.Min(name.Length, MaxSheetName - ending.Length)] + ending;
        }

        return name;
    }
}
