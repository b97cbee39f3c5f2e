using EGovPlatform.Values;

namespace EGovPlatform.Resources;

/// <summary>Text as it is searched: the keys of names, so that a word finds every spelling that is the same name.</summary>
public static class SearchKey
{
    /// <summary>One key for several texts.</summary>
    public static string Of(IEnumerable<string> texts) => string.Join(' ', texts.Select(NameKey.Of).Where(key => key.Length > 0));
}
