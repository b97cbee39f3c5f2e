using EGovPlatform.Integration.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>One record as the file has it: references still as printed, nothing compared yet.</summary>
/// <param name="Type">What it is; null when the file does not say, which is a violation.</param>
/// <param name="Name">Its id, name or external identifier; empty when the file gives none.</param>
/// <param name="Parent">Parent of a record without a full name.</param>
/// <param name="Record">The fields.</param>
/// <param name="Violations">What could not be read.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="Places">Which cell filled which field; empty for JSON lines.</param>
public sealed record FileRow(
    MessageDescriptor? Type, string Name, string Parent, IMessage? Record, IReadOnlyList<RowViolation> Violations, CellPlace Place, IReadOnlyDictionary<string, CellPlace> Places)
{
    /// <summary>What is worth knowing of it although it can come in.</summary>
    public string Note { get; init; } = "";
}

/// <summary>A file being read.</summary>
/// <param name="Group">Group of its records; empty when each line says it.</param>
/// <param name="Columns">Fields the file has columns for, as <c>group:path</c>; `*` when each record is whole.</param>
/// <param name="Rows">The records, read as they are asked for.</param>
public sealed record FileContent(string Group, IReadOnlyList<string> Columns, IEnumerable<FileRow> Rows);
