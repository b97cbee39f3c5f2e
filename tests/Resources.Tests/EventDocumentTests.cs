using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using EGovPlatform.ActivitiesService;
using EGovPlatform.CountriesService;
using EGovPlatform.OpenApi.Events;
using EGovPlatform.ReportingService;
using EGovPlatform.Testing;
using EGovPlatform.TrainingService;

namespace EGovPlatform.Resources.Tests;

/// <summary>docs/api/asyncapi-v1.json names every event of these contracts, and AsyncAPI's own parser agrees with it.</summary>
public sealed class EventDocumentTests
{
    private const string Refresh = "EGOV_UPDATE_EVENTS=1 dotnet run --project tests/Resources.Tests -- --filter-method '*The_committed_document_is_fresh'";
    private static readonly string Committed = RepositoryRoot.Combine("docs", "api", "asyncapi-v1.json");

    private static readonly IReadOnlyList<RecordEvents> All =
    [
        .. new[] { typeof(CountriesApp), typeof(ActivitiesApp), typeof(TrainingApp), typeof(ReportingApp) }
            .SelectMany(app => app.Assembly.GetTypes())
            .Select(t => t.GetField("Type", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<ResourceType>()
            .OrderBy(t => t.Entry.Service, StringComparer.Ordinal).ThenBy(t => t.Entry.Descriptor.Name, StringComparer.Ordinal)
            .Select(t => new RecordEvents(
                t.Entry.Descriptor,
                t.Entry.Service,
                t.Entry.Pattern.Text,
                [.. t.States?.Moves.Select(m => (m.Verb, t.States.NameOf(m.To))) ?? []],
                t.Acts)),
    ];

    [Fact]
    public async Task The_committed_document_is_fresh()
    {
        var fresh = await EventDocument.WriteAsync(All, TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable("EGOV_UPDATE_EVENTS") == "1")
        {
            await File.WriteAllTextAsync(Committed, fresh, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(Committed) ? await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken) : "";
        Assert.True(fresh == committed, $"docs/api/asyncapi-v1.json is stale. Refresh it with: {Refresh}");
    }

    [Fact]
    public void Every_record_of_a_service_with_a_log_is_in_it()
    {
        // Integration keeps keys, webhooks and imports outside the log.
        var expected = ResourceCatalog.All.Where(e => e.Service != "integration").Select(e => e.Descriptor.FullName);
        Assert.Equal(expected.Order(StringComparer.Ordinal), All.Select(r => r.Record.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_example_is_what_travels()
    {
        var document = JsonNode.Parse(await EventDocument.WriteAsync(All, TestContext.Current.CancellationToken))!;
        var messages = document["components"]!["messages"]!;

        var held = messages["egov.activities.engagement.held"]!["examples"]![0]!["payload"]!;
        var batch = Common.V1.ChangesCommitted.Parser.ParseJson(held.ToJsonString());
        var engagement = Activities.V1.Engagement.Parser.ParseFrom(batch.Changes.Single().Body);

        Assert.Equal(Activities.V1.EngagementState.Held, engagement.State);
        Assert.Equal("engagement.held", batch.Changes[0].Kind);
        Assert.NotNull(messages["egov.training.certificate.code_renewed"]);
        Assert.NotNull(messages["egov.countries.organization.merged"]);
        Assert.Null(messages["egov.reporting.snapshot.updated"]);
        Assert.All(messages.AsObject(), m => Assert.NotEmpty(m.Value!["examples"]!.AsArray()));
    }

    [Fact]
    public async Task The_parser_of_AsyncAPI_finds_nothing()
    {
        var modules = RepositoryRoot.Combine(".tools", "node", "node_modules");
        Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "@asyncapi", "parser")), "@asyncapi/parser is not installed: ./test.sh installs it below .tools/node");

        const string Script = """
            const { Parser, fromFile } = require('@asyncapi/parser');
            const Ajv = require('ajv').default;
            const parser = new Parser();
            const whole = require(process.argv[1]);
            // The parser does not look at examples of AsyncAPI 3.
            const ajv = new Ajv({ strict: false, validateFormats: false });
            ajv.addSchema({ components: whole.components }, 'doc');
            const examples = Object.entries(whole.components.messages).flatMap(([name, message]) => message.examples.flatMap(example => ['headers', 'payload'].flatMap(part =>
              ajv.validate(message[part].$ref ? { $ref: `doc${message[part].$ref}` } : message[part], example[part]) ? [] : [`${name} ${part}: ${ajv.errorsText()}`])));
            fromFile(parser, process.argv[1]).parse({ applyTraits: false }).then(({ document, diagnostics }) => {
              // 2 is information, such as that another version of AsyncAPI is out.
              const faults = diagnostics.filter(d => d.severity < 2).map(d => `${d.path.join('.')}: ${d.message}`).concat(examples);
              console.log(JSON.stringify({ messages: document ? document.components().messages().all().length : 0, faults: faults.slice(0, 20) }));
            });
            """;
        var start = new ProcessStartInfo("node", ["-e", Script, Committed])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = modules },
        };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        Assert.True(said.Length > 0, await errors);
        var found = JsonNode.Parse(said)!;
        Assert.Empty(found["faults"]!.AsArray());
        Assert.Equal(JsonNode.Parse(await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken))!["components"]!["messages"]!.AsObject().Count, found["messages"]!.GetValue<int>());
    }
}
