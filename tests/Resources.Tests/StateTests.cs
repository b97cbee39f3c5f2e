using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using EGovPlatform.ActivitiesService;
using EGovPlatform.CountriesService;
using EGovPlatform.Testing;
using EGovPlatform.TrainingService;

namespace EGovPlatform.Resources.Tests;

/// <summary>What docs/states.md and the contracts say of states is what the state machines do.</summary>
public sealed partial class StateTests
{
    private const string Refresh = "EGOV_UPDATE_STATES=1 dotnet run --project tests/Resources.Tests -- --filter-method '*The_committed_table_is_fresh'";

    private static readonly IReadOnlyList<ResourceType> Stateful =
    [
        .. new[] { typeof(CountriesApp), typeof(ActivitiesApp), typeof(TrainingApp) }
            .SelectMany(app => app.Assembly.GetTypes())
            .Select(t => t.GetField("Type", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<ResourceType>()
            .Where(t => t.States is not null)
            .OrderBy(t => t.Entry.Service, StringComparer.Ordinal).ThenBy(t => t.Entry.Descriptor.Name, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Types => [.. Stateful.Select(t => t.Entry.Descriptor.Name)];

    [Fact]
    public async Task The_committed_table_is_fresh()
    {
        var path = RepositoryRoot.Combine("docs", "states.md");
        var fresh = Write();
        if (Environment.GetEnvironmentVariable("EGOV_UPDATE_STATES") == "1")
        {
            await File.WriteAllTextAsync(path, fresh, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";
        Assert.True(fresh == committed, $"docs/states.md is stale. Refresh it with: {Refresh}");
    }

    [Fact]
    public void Every_record_with_a_state_has_a_machine()
    {
        var declared = ResourceCatalog.All.Where(e => e.Service != "reporting" && e.Descriptor.FindFieldByName("state")?.EnumType.Name == e.Descriptor.Name + "State");
        Assert.Equal(declared.Select(e => e.Descriptor.Name).Order(StringComparer.Ordinal), Stateful.Select(t => t.Entry.Descriptor.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Comments_of_the_contract_name_the_moves(string type)
    {
        var (entry, states) = Stateful.Where(t => t.Entry.Descriptor.Name == type).Select(t => (t.Entry, t.States!)).Single();
        var told = new HashSet<string>(StringComparer.Ordinal);
        var said = new Dictionary<string, HashSet<string>?>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.Combine("src", "protos", "egov", entry.Service, "v1"), "*.proto"))
        {
            foreach (Match rpc in TransitionRpc().Matches(File.ReadAllText(file)).Where(m => m.Groups["type"].Value == type))
            {
                told.UnionWith(StateWord().Matches(rpc.Groups["comment"].Value).Select(m => m.Value));
                if (!rpc.Groups["request"].Value.EndsWith(".TransitionRequest", StringComparison.Ordinal))
                {
                    continue;
                }

                var sentence = Sentence().Match(rpc.Groups["comment"].Value.Replace("\n  // ", " ", StringComparison.Ordinal));
                Assert.True(sentence.Success, $"{rpc.Groups["rpc"].Value} does not begin with the states it moves from and to.");
                var from = StateWord().Matches(sentence.Groups["from"].Value).Select(m => m.Value);
                var open = sentence.Groups["from"].Value.StartsWith("Any", StringComparison.Ordinal);
                said[sentence.Groups["to"].Value] = open ? null : [.. said.GetValueOrDefault(sentence.Groups["to"].Value) ?? [], .. from];
            }
        }

        Assert.Empty(said.Keys.Except(states.Moves.Select(m => states.ShortName(m.To)), StringComparer.Ordinal));
        foreach (var move in states.Moves.Where(m => said.GetValueOrDefault(states.ShortName(m.To)) is not null))
        {
            Assert.Equal(move.From.Select(states.ShortName).Order(StringComparer.Ordinal), said[states.ShortName(move.To)]!.Order(StringComparer.Ordinal));
        }

        // A move may be the outcome of another method, such as the last endorsement; then that one tells.
        Assert.DoesNotContain(states.Moves, m => !said.ContainsKey(states.ShortName(m.To)) && !told.Contains(states.ShortName(m.To)));
    }

    private static string Write()
    {
        var text = new StringBuilder("# States\n\nEvery kind of record that has states, and the moves between them. Generated from the state machines; a test keeps it so.\n\n")
            .Append("A live record starts in the first state and changes by the method of each move; every other move is ILLEGAL_TRANSITION. A record of the past\n(`record.historical`) is created in any state with the dated changes that led there; an order that no chain of moves gives leaves the warning STATE_ORDER.\n");
        foreach (var service in Stateful.GroupBy(t => t.Entry.Service))
        {
            text.Append($"\n## {char.ToUpperInvariant(service.Key[0])}{service.Key[1..]}\n");
            foreach (var type in service)
            {
                Write(text, type.Entry, type.States!);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, ResourceCatalog.Entry entry, StateMachine states)
    {
        text.Append($"\n### {entry.Descriptor.Name} (`{entry.Pattern.Text}`)\n\nStarts as {states.ShortName(states.Start)}.");
        var outside = states.Enum.Values.Where(v => v.Number != 0 && !states.Knows(v.Number)).Select(v => states.ShortName(v.Number)).ToList();
        if (outside.Count > 0)
        {
            text.Append($" Only for records of the past: {string.Join(", ", outside)}.");
        }

        text.Append("\n\n| to | from | change |\n|---|---|---|\n");
        foreach (var move in states.Moves)
        {
            text.Append($"| {states.ShortName(move.To)} | {string.Join(", ", move.From.Select(states.ShortName))} | `{entry.Descriptor.Name.ToLowerInvariant()}.{move.Verb}` |\n");
        }

        text.Append($"\n```mermaid\nstateDiagram-v2\n    [*] --> {states.ShortName(states.Start)}\n");
        foreach (var (from, to) in states.Moves.SelectMany(m => m.From.Select(f => (f, m.To))))
        {
            text.Append($"    {states.ShortName(from)} --> {states.ShortName(to)}\n");
        }

        text.Append("```\n");
    }

    [GeneratedRegex("(?<comment>(  // [^\n]*\n)+)  rpc (?<rpc>\\w+)\\((?<request>[\\w.]+)\\) returns \\((?<type>\\w+)\\)", RegexOptions.ExplicitCapture)]
    private static partial Regex TransitionRpc();

    [GeneratedRegex("^\\s*// (?<from>[^.;]+?) to (?<to>[A-Z_]+)\\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Sentence();

    [GeneratedRegex("\\b[A-Z][A-Z_]{2,}\\b")]
    private static partial Regex StateWord();
}
