using EGovPlatform.OpenApi;
using EGovPlatform.Testing;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Gateway.Tests.OpenApi;

/// <summary>What the contracts have that their released form, docs/api/baseline.binpb, has not is told in docs/api/CHANGELOG.md.</summary>
public sealed class ChangelogTests
{
    private const string Unreleased = "## Unreleased";
    private static readonly string Log = Path.Combine(RepositoryRoot.Path, "docs/api/CHANGELOG.md");

    [Fact]
    public void Every_change_of_the_contracts_is_in_the_changelog()
    {
        var missing = Missing(Baseline(), ContractFiles.Load(), File.ReadAllText(Log));
        if (missing.Count > 0 && Environment.GetEnvironmentVariable("EGOV_UPDATE_CHANGELOG") is { Length: > 0 })
        {
            var text = File.ReadAllText(Log);
            var at = text.IndexOf(Unreleased, StringComparison.Ordinal) + Unreleased.Length;
            File.WriteAllText(Log, $"{text[..at]}\n\n{string.Join('\n', missing.Select(m => $"- `{m}`"))}{text[at..]}");
            return;
        }

        Assert.True(missing.Count == 0, $"Not in docs/api/CHANGELOG.md under {Unreleased} (EGOV_UPDATE_CHANGELOG=1 adds the lines; say there what they are for):\n{string.Join('\n', missing.Select(m => $"- `{m}`"))}");
    }

    [Fact]
    public void A_change_nobody_tells_of_is_found()
    {
        var files = ContractFiles.Load();
        var before = files.Where(f => f.Name != "egov/countries/v1/change_service.proto").ToList();
        Assert.Equal(["egov.countries.v1.ChangeService"], Missing(before, files, $"{Unreleased}\n"));
        Assert.Empty(Missing(before, files, $"{Unreleased}\n\n- `egov.countries.v1.ChangeService`: the feed.\n\n## 1\n"));
        Assert.Single(Missing(before, files, $"{Unreleased}\n\n## 1\n\n- `egov.countries.v1.ChangeService`\n"));
    }

    private static IReadOnlyList<FileDescriptor> Baseline()
    {
        using var stream = File.OpenRead(Path.Combine(RepositoryRoot.Path, "docs/api/baseline.binpb"));
        return ContractFiles.Load(stream);
    }

    private static IReadOnlyList<string> Missing(IReadOnlyList<FileDescriptor> before, IReadOnlyList<FileDescriptor> now, string log)
    {
        var known = Names(before).ToHashSet(StringComparer.Ordinal);
        var added = Names(now).Where(n => !known.Contains(n)).ToHashSet(StringComparer.Ordinal);
        var section = log[(log.IndexOf(Unreleased, StringComparison.Ordinal) + Unreleased.Length)..].Split("\n## ", 2)[0];

        // A new message is one line, not one for each of its fields.
        return [.. added.Where(n => !added.Contains(n[..n.LastIndexOf('.')]) && !section.Contains($"`{n}`", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Names(IEnumerable<FileDescriptor> files) => files.Where(f => f.Package.StartsWith("egov.", StringComparison.Ordinal)).SelectMany(f =>
        f.MessageTypes.SelectMany(Names).Concat(f.EnumTypes.SelectMany(Names)).Concat(f.Services.SelectMany(s => s.Methods
            .SelectMany(m => Named(m.FullName, m.GetOptions()?.Deprecated)).Append(s.FullName))));

    private static IEnumerable<string> Names(MessageDescriptor message) => message.NestedTypes.SelectMany(Names).Concat(message.EnumTypes.SelectMany(Names))
        .Concat(message.Fields.InDeclarationOrder().SelectMany(f => Named(f.FullName, f.GetOptions()?.Deprecated)))
        .Concat(Named(message.FullName, message.GetOptions()?.Deprecated));

    private static IEnumerable<string> Names(EnumDescriptor values) => values.Values
        .SelectMany(v => Named($"{values.FullName}.{v.Name}", v.GetOptions()?.Deprecated)).Append(values.FullName);

    private static IEnumerable<string> Named(string name, bool? deprecated) => deprecated == true ? [name, $"{name} is deprecated"] : [name];
}
