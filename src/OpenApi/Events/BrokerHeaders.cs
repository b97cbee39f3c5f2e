using System.Text.Json.Nodes;

namespace EGovPlatform.OpenApi.Events;

/// <summary>CloudEvents 1.0 in the headers of a message, as the AMQP binding has them.</summary>
internal static class BrokerHeaders
{
    private static readonly (string Name, string Meaning)[] All =
    [
        ("cloudEvents_specversion", "1.0."),
        ("cloudEvents_id", "Service, first and last position in the batch: `countries/17-42`."),
        ("cloudEvents_source", "The service: `/egov/countries`."),
        ("cloudEvents_type", "Same as the routing key."),
        ("cloudEvents_time", "When the last change of the batch was committed."),
        ("cloudEvents_subject", "The record, when the batch holds one change."),
        ("traceparent", "W3C trace context of the writer."),
    ];

    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. All.Take(5).Select(h => (JsonNode)h.Name)]),
        ["properties"] = new JsonObject(All.Select(h => KeyValuePair.Create(h.Name, (JsonNode?)new JsonObject { ["type"] = "string", ["description"] = h.Meaning }))),
    };
}
