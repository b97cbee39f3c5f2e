using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.OpenApi.Events;

/// <summary>A made-up event: a batch of one change, whose body holds a record with little in it.</summary>
internal sealed partial class EventExample
{
    private const string Version = "3";
    private static readonly Timestamp When = Timestamp.FromDateTime(new DateTime(2024, 5, 14, 9, 30, 0, DateTimeKind.Utc));
    private readonly IMessage record;
    private readonly ChangesCommitted batch;

    public EventExample(RecordEvents events, EventKind kind, string type)
    {
        record = RecordOf(events, kind);
        var change = new Change
        {
            Position = 4217,
            Service = events.Service,
            ResourceType = events.Record.FullName,
            Name = NameOf(events.Pattern),
            Version = kind.Verb == "created" ? 1 : long.Parse(Version, CultureInfo.InvariantCulture),
            Kind = kind.Verb is "created" or "updated" or "deleted" or "undeleted" ? kind.Verb : type[$"egov.{events.Service}.".Length..],
            Actor = "officer",
            RequestId = "5e1f0c7a-5f5b-4c3e-9d0e-0f4f6f6c2b11",
            Traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            RecordedTime = When,
            Body = record.ToByteString(),
            Deleted = kind.Verb is "deleted" or "merged",
            EventId = $"{events.Service}/4217",
            EventType = type,
        };
        batch = new ChangesCommitted { Service = events.Service, EventType = type, FirstPosition = 4217, LastPosition = 4217, Changes = { change } };
    }

    /// <summary>The record in the body, as JSON.</summary>
    public JsonNode Record => JsonNode.Parse(JsonFormatter.Default.Format(record))!;

    public JsonNode Payload => JsonNode.Parse(JsonFormatter.Default.Format(batch))!;

    public JsonObject Headers => new()
    {
        ["cloudEvents_specversion"] = "1.0",
        ["cloudEvents_id"] = $"{batch.Service}/4217-4217",
        ["cloudEvents_source"] = $"/egov/{batch.Service}",
        ["cloudEvents_type"] = batch.EventType,
        ["cloudEvents_time"] = "2024-05-14T09:30:00.0000000+00:00",
        ["cloudEvents_subject"] = batch.Changes[0].Name,
        ["traceparent"] = batch.Changes[0].Traceparent,
    };

    private static IMessage RecordOf(RecordEvents events, EventKind kind)
    {
        var message = events.Record.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in events.Record.Fields.InFieldNumberOrder())
        {
            object? value = (field.Name, field.FieldType) switch
            {
                ("name", _) => NameOf(events.Pattern),
                ("etag", _) => $"\"{(kind.Verb == "created" ? "1" : Version)}\"",
                ("create_time" or "update_time", _) => When,
                ("delete_time", _) when kind.Verb is "deleted" or "merged" => When,
                ("state", FieldType.Enum) when kind.State.Length > 0 => field.EnumType.FindValueByName(kind.State)?.Number,
                ("record", _) => new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } },
                _ => null,
            };
            if (value is not null)
            {
                field.Accessor.SetValue(message, value);
            }
            else if (field is { IsRepeated: true, FieldType: FieldType.Message } && field.MessageType == Name.Descriptor)
            {
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(new Name { Text = $"An example of {events.Record.Name}", LanguageCode = "en" });
            }
        }

        return message;
    }

    private static string NameOf(string pattern) => Variable().Replace(pattern, match => $"{match.Groups[1].Value.Replace('_', '-')}-7");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Variable();
}
