using Google.Protobuf.Reflection;

namespace EGovPlatform.OpenApi.Events;

/// <summary>What may happen to records of one type beside the standard methods.</summary>
/// <param name="Record">Message of the records, as generated.</param>
/// <param name="Service">Owner, such as <c>activities</c>.</param>
/// <param name="Pattern">Names of the records: <c>engagements/{engagement}</c>.</param>
/// <param name="Moves">Changes of state: word of the change, and the proto name of the state reached.</param>
/// <param name="Acts">Words of other changes.</param>
public sealed record RecordEvents(
    MessageDescriptor Record, string Service, string Pattern, IReadOnlyList<(string Verb, string State)> Moves, IReadOnlyList<string> Acts);
