using System.Globalization;
using System.Text.Json;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>A change as it is told outside: which record, what happened, when. What the record says is read with the caller's own rights.</summary>
internal sealed class WebhookEvent(Change change)
{
    private readonly Lazy<IMessage?> body = new(() => Parse(change));
    private HashSet<string>? names;

    public string Id => change.EventId;

    public string Type => change.EventType;

    public string Workspace => change.Workspace;

    public string Subject => change.Name;

    /// <summary>The record's own name and every name in it.</summary>
    public IReadOnlySet<string> Names => names ??=
        [change.Name, .. body.Value is { } message ? ReferenceWalker.Find(message).Select(r => r.Target) : []];

    /// <summary>Its visibility and more; null when the body is gone.</summary>
    public Record? Record => body.Value?.Descriptor.FindFieldByName("record")?.Accessor.GetValue(body.Value) as Record;

    /// <summary>CloudEvents 1.0 in JSON, structured mode.</summary>
    public byte[] Payload()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", change.EventId);
            json.WriteString("source", $"/egov/{change.Service}");
            json.WriteString("type", change.EventType);
            json.WriteString("subject", change.Name);
            json.WriteString("time", change.RecordedTime.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            json.WriteString("name", change.Name);
            json.WriteString("resourceType", change.ResourceType);
            json.WriteString("kind", change.Kind);
            // 64-bit numbers as text, as in all our JSON.
            json.WriteString("version", change.Version.ToString(CultureInfo.InvariantCulture));
            json.WriteString("position", change.Position.ToString(CultureInfo.InvariantCulture));
            json.WriteBoolean("deleted", change.Deleted);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static IMessage? Parse(Change change) => change.Body.IsEmpty
        ? null
        : ResourceCatalog.All.FirstOrDefault(e => e.Descriptor.FullName == change.ResourceType)?.Descriptor.Parser.ParseFrom(change.Body);
}
