using System.Globalization;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Layouts;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>Makes a record out of cells and remembers which cell filled which field.</summary>
internal sealed class RowBuilder(MessageDescriptor type, CellPlace place)
{
    private readonly Dictionary<string, (IMessage Message, string Path)> items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellPlace> places = new(StringComparer.Ordinal);

    public IMessage Record { get; } = type.Parser.ParseFrom(ByteString.Empty);

    public List<RowViolation> Violations { get; } = [];

    /// <summary>Puts a cell into the record.</summary>
    /// <param name="path">The column.</param>
    /// <param name="indexes">Which item of each list on the way.</param>
    /// <param name="text">The cell.</param>
    /// <param name="at">Where it is.</param>
    public void Set(ColumnPath path, int[] indexes, string text, CellPlace at)
    {
        var (owner, prefix) = Reach(path, path.Fields.Count - 1, indexes);
        var field = prefix + path.Field.Name;
        places[field] = at;
        if (CellText.Put(path.Field, owner, text) is { } problem)
        {
            Refuse(field, problem.Rule, problem.Description, at);
        }
    }

    /// <summary>Makes the item of a list, even when none of its cells is filled.</summary>
    public void Touch(ColumnPath list, int[] indexes, CellPlace at)
    {
        var (_, prefix) = Reach(list, list.Fields.Count, indexes);
        places[prefix.TrimEnd('.')] = at;
    }

    public void Refuse(string field, string rule, string description, CellPlace at) =>
        Violations.Add(new RowViolation { Field = field, Rule = rule, Description = description, Place = at });

    public FileRow Build(string name, string parent) => new(type, name, parent, Record, Violations, place, places);

    // Walks to the message that holds the field, making what is missing. Items left out in the file are not made.
    private (IMessage Message, string Prefix) Reach(ColumnPath path, int depth, int[] indexes)
    {
        var at = Record;
        var prefix = "";
        var key = "";
        var list = 0;
        foreach (var field in path.Fields.Take(depth))
        {
            if (!field.IsRepeated)
            {
                if (field.Accessor.GetValue(at) is not IMessage inner)
                {
                    inner = field.MessageType.Parser.ParseFrom(ByteString.Empty);
                    field.Accessor.SetValue(at, inner);
                }

                at = inner;
                prefix += field.Name + ".";
                key += field.Name + ".";
                continue;
            }

            key += string.Create(CultureInfo.InvariantCulture, $"{field.Name}[{indexes[list++]}].");
            if (!items.TryGetValue(key, out var item))
            {
                var parts = (System.Collections.IList)field.Accessor.GetValue(at);
                item = (field.MessageType.Parser.ParseFrom(ByteString.Empty), string.Create(CultureInfo.InvariantCulture, $"{prefix}{field.Name}[{parts.Count}]."));
                parts.Add(item.Message);
                items[key] = item;
            }

            at = item.Message;
            prefix = item.Path;
        }

        return (at, prefix);
    }
}
