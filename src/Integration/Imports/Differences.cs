using EGovPlatform.IntegrationService.Layouts;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Fields in which two versions of a record differ: the value itself below single messages, a list as a whole.</summary>
internal static class Differences
{
    public static List<string> Of(IMessage before, IMessage after)
    {
        var paths = new List<string>();
        Compare(before, after, "", paths);
        return paths;
    }

    private static void Compare(IMessage? before, IMessage? after, string prefix, List<string> paths)
    {
        foreach (var field in (before ?? after)!.Descriptor.Fields.InDeclarationOrder().Where(Fields.Fillable))
        {
            var old = before is null ? null : field.Accessor.GetValue(before);
            var now = after is null ? null : field.Accessor.GetValue(after);
            if (!field.IsRepeated && !Fields.IsLeaf(field))
            {
                if (old is not null || now is not null)
                {
                    Compare((IMessage?)old, (IMessage?)now, $"{prefix}{field.Name}.", paths);
                }
            }
            else if (!Equals(Shown(field, before), Shown(field, after)))
            {
                paths.Add(prefix + field.Name);
            }
        }
    }

    // Lists of messages are compared without what the platform derives in them.
    private static string Shown(Google.Protobuf.Reflection.FieldDescriptor field, IMessage? message)
    {
        if (message is null)
        {
            return "";
        }

        if (Fields.IsLeaf(field))
        {
            return CellText.Of(field, message);
        }

        var items = ((System.Collections.IList)field.Accessor.GetValue(message)).Cast<IMessage>().Select(Merging.Copy).ToList();
        items.ForEach(Merging.Clear);
        return string.Join('\n', items.Select(i => JsonFormatter.Default.Format(i)));
    }
}
