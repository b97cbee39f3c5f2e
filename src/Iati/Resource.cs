namespace EGovPlatform.Iati;

/// <summary>Files embedded in the library.</summary>
internal static class Resource
{
    /// <summary>Opens one by its logical name, such as <c>schema/2.03/iati-common.xsd</c>.</summary>
    public static Stream Open(string name) =>
        typeof(Resource).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The library has no file {name}.");
}
