using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

namespace EGovPlatform.OpenApi;

/// <summary>What the wildcards of a resource name stand for, by the patterns of <c>google.api.resource</c>: <c>people/{person}</c>.</summary>
internal sealed partial class ResourceNames
{
    private readonly Dictionary<string, string> lastNames;

    public ResourceNames(IEnumerable<FileDescriptor> files) =>
        lastNames = files
            .SelectMany(f => f.MessageTypes)
            .SelectMany(m => m.GetOptions()?.GetExtension(ResourceExtensions.Resource)?.Pattern ?? [])
            .GroupBy(p => Variable().Replace(p, HttpPathTemplate.Wildcard))
            .ToDictionary(g => g.Key, g => Variable().Matches(g.First())[^1].Groups[1].Value);

    /// <summary>The name of the last segment of <c>courses/*/editions/*</c>; <c>null</c> for other patterns.</summary>
    public string? Last(string pattern) => lastNames.GetValueOrDefault(pattern);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Variable();
}
