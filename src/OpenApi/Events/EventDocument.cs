using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace EGovPlatform.OpenApi.Events;

/// <summary>Every event that the platform publishes, as an AsyncAPI 3.0 document.</summary>
public static class EventDocument
{
    private const string SchemaPath = "#/components/schemas/";
    private const string Batch = "egov.common.v1.ChangesCommitted";
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as JSON, ending with a line break.</summary>
    /// <param name="records">All types of record that have events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<string> WriteAsync(IReadOnlyCollection<RecordEvents> records, CancellationToken cancellationToken = default)
    {
        var files = ContractFiles.Load();
        var described = files.SelectMany(f => f.MessageTypes).ToDictionary(m => m.FullName, StringComparer.Ordinal);
        var kinds = new EventKinds(files);
        var (channels, operations, messages) = (new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var events in records)
        {
            var prefix = $"egov.{events.Service}.{events.Record.Name.ToLowerInvariant()}";
            var all = kinds.Of(events).ToList();
            channels[prefix] = Channel(events, prefix, all);
            operations[$"publish.{prefix}"] = new JsonObject
            {
                ["action"] = "send",
                ["summary"] = $"Tells of committed changes of {events.Record.Name}.",
                ["channel"] = Reference($"#/channels/{prefix}"),
            };
            foreach (var kind in all)
            {
                messages[$"{prefix}.{kind.Verb}"] = Message(events, kind, $"{prefix}.{kind.Verb}");
            }
        }

        WebhookEvents.AddTo(channels, operations, messages);
        var document = new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["id"] = "urn:egovplatform:events",
            ["info"] = Info(),
            ["defaultContentType"] = "application/x-protobuf",
            ["servers"] = Servers(),
            ["channels"] = channels,
            ["operations"] = operations,
            ["components"] = new JsonObject { ["messages"] = messages, ["schemas"] = await SchemasAsync(records, described, cancellationToken) },
        };
        return document.ToJsonString(Layout).ReplaceLineEndings("\n") + "\n";
    }

    internal static JsonObject Reference(string path) => new() { ["$ref"] = path };

    private static JsonObject Info() => new()
    {
        ["title"] = "EGovPlatform events",
        ["version"] = "v1",
        ["description"] = "Every committed change of every record, at least once, a moment after the commit. A batch holds up to 100 changes of one type. "
            + "Keep the version of each record and take a change only when its version is higher. Payloads are protobuf; the schemas show them in the protobuf JSON mapping.",
        ["license"] = new JsonObject { ["name"] = "MIT" },
    };

    private static JsonObject Servers() => new()
    {
        ["broker"] = new JsonObject
        {
            ["host"] = "{host}:{port}",
            ["protocol"] = "amqp",
            ["protocolVersion"] = "0-9-1",
            ["description"] = "RabbitMQ of the installation.",
            ["variables"] = new JsonObject { ["host"] = new JsonObject { ["default"] = "localhost" }, ["port"] = new JsonObject { ["default"] = "5672" } },
        },
        ["receiver"] = new JsonObject
        {
            ["host"] = "{receiver}",
            ["protocol"] = "https",
            ["description"] = "The address that a webhook was registered with.",
            ["variables"] = new JsonObject { ["receiver"] = new JsonObject { ["default"] = "receiver.example" } },
        },
    };

    private static JsonObject Channel(RecordEvents events, string prefix, List<EventKind> kinds) => new()
    {
        ["address"] = $"{prefix}.{{kind}}",
        ["title"] = events.Record.Name,
        ["description"] = $"Changes of `{events.Pattern}`. The address is the routing key; bind `{prefix}.#` for all of them.",
        ["servers"] = new JsonArray(Reference("#/servers/broker")),
        ["parameters"] = new JsonObject
        {
            ["kind"] = new JsonObject { ["enum"] = new JsonArray([.. kinds.Select(k => (JsonNode)k.Verb)]), ["description"] = "What happened." },
        },
        ["messages"] = new JsonObject(kinds.Select(k => KeyValuePair.Create(k.Verb, (JsonNode?)Reference($"#/components/messages/{prefix}.{k.Verb}")))),
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject { ["name"] = "egov.changes", ["type"] = "topic", ["durable"] = true, ["autoDelete"] = false, ["vhost"] = "/" },
            },
        },
    };

    private static JsonObject Message(RecordEvents events, EventKind kind, string type)
    {
        var example = new EventExample(events, kind, type);
        return new JsonObject
        {
            ["name"] = type,
            ["title"] = $"{events.Record.Name}: {kind.Verb.Replace('_', ' ')}",
            ["summary"] = kind.Meaning,
            ["contentType"] = "application/x-protobuf",
            ["headers"] = Reference(SchemaPath + "headers"),
            ["payload"] = Reference($"{SchemaPath}{events.Record.FullName}.changes"),
            ["examples"] = new JsonArray(new JsonObject { ["name"] = "one", ["summary"] = "One change.", ["headers"] = example.Headers, ["payload"] = example.Payload }),
            ["x-record-in-example"] = example.Record,
        };
    }

    private static async Task<JsonObject> SchemasAsync(IEnumerable<RecordEvents> records, Dictionary<string, MessageDescriptor> described, CancellationToken cancellationToken)
    {
        var document = new OpenApiDocument { Info = new OpenApiInfo { Title = "", Version = "" }, Paths = [] };
        var schemas = new Schemas(document);
        schemas.Message(described[Batch]);
        foreach (var events in records)
        {
            schemas.Message(described[events.Record.FullName]);
        }

        var written = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken))!["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (var events in records)
        {
            written[$"{events.Record.FullName}.changes"] = Narrowed(events.Record.FullName);
        }

        written["headers"] = BrokerHeaders.Schema();
        return written;
    }

    // What a batch of this type has in `body`.
    private static JsonObject Narrowed(string type) => new()
    {
        ["description"] = $"Changes of `{type}`; each `body` is one in protobuf's binary form.",
        ["allOf"] = new JsonArray(
            Reference(SchemaPath + Batch),
            new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    ["changes"] = new JsonObject
                    {
                        ["items"] = new JsonObject
                        {
                            ["properties"] = new JsonObject
                            {
                                ["resourceType"] = new JsonObject { ["const"] = type },
                                ["body"] = new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64", ["contentMediaType"] = "application/x-protobuf", ["x-record"] = Reference(SchemaPath + type) },
                            },
                        },
                    },
                },
            }),
    };
}
