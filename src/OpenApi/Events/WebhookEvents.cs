using System.Text.Json.Nodes;

namespace EGovPlatform.OpenApi.Events;

/// <summary>The same events as webhooks tell them: CloudEvents in JSON that say which record changed, not what it says.</summary>
internal static class WebhookEvents
{
    private const string Key = "webhook";

    public static void AddTo(JsonObject channels, JsonObject operations, JsonObject messages)
    {
        channels[Key] = new JsonObject
        {
            ["address"] = "/",
            ["title"] = "Webhooks",
            ["description"] = "One POST per change to the registered address, signed as Standard Webhooks has it; tried again until answered with 2xx.",
            ["servers"] = new JsonArray(EventDocument.Reference("#/servers/receiver")),
            ["messages"] = new JsonObject { ["event"] = EventDocument.Reference($"#/components/messages/{Key}") },
        };
        operations["tellWebhook"] = new JsonObject
        {
            ["action"] = "send",
            ["summary"] = "Tells a registered address of a change.",
            ["channel"] = EventDocument.Reference($"#/channels/{Key}"),
            ["bindings"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST" } },
        };
        messages[Key] = new JsonObject
        {
            ["name"] = Key,
            ["title"] = "A change, told to a webhook",
            ["summary"] = "CloudEvents 1.0 in structured mode. `type` is the event type of the change.",
            ["contentType"] = "application/cloudevents+json",
            ["headers"] = Texts(("webhook-id", "The CloudEvents id; the same over all tries."), ("webhook-timestamp", "Seconds since 1970."), ("webhook-signature", "HMAC-SHA256 over `id.timestamp.body`, `v1,` and base64; several are separated by spaces.")),
            ["payload"] = Payload(),
            ["examples"] = new JsonArray(Example()),
        };
    }

    private static JsonObject Payload()
    {
        var payload = Texts(("specversion", "1.0."), ("id", "Service and position."), ("source", "The service."), ("type", "Event type."), ("subject", "The record."), ("time", "When it was committed."), ("datacontenttype", "application/json."));
        var data = Texts(("name", "The record."), ("resourceType", "Its message."), ("kind", "What happened."), ("version", "Version of the record after it."), ("position", "Position in the service's log."));
        data["properties"]!["deleted"] = new JsonObject { ["type"] = "boolean", ["description"] = "Whether the record is deleted now." };
        payload["properties"]!["data"] = data;
        return payload;
    }

    private static JsonObject Example() => new()
    {
        ["name"] = "held",
        ["summary"] = "An engagement was held.",
        ["headers"] = new JsonObject { ["webhook-id"] = "activities/4217", ["webhook-timestamp"] = "1715679000", ["webhook-signature"] = "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=" },
        ["payload"] = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = "activities/4217",
            ["source"] = "/egov/activities",
            ["type"] = "egov.activities.engagement.held",
            ["subject"] = "engagements/engagement-7",
            ["time"] = "2024-05-14T09:30:00.000000Z",
            ["datacontenttype"] = "application/json",
            ["data"] = new JsonObject { ["name"] = "engagements/engagement-7", ["resourceType"] = "egov.activities.v1.Engagement", ["kind"] = "engagement.held", ["version"] = "3", ["position"] = "4217", ["deleted"] = false },
        },
    };

    private static JsonObject Texts(params (string Name, string Meaning)[] texts) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. texts.Select(t => (JsonNode)t.Name)]),
        ["properties"] = new JsonObject(texts.Select(t => KeyValuePair.Create(t.Name, (JsonNode?)new JsonObject { ["type"] = "string", ["description"] = t.Meaning }))),
    };
}
