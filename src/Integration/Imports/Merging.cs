using EGovPlatform.IntegrationService.Layouts;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Puts what a file says about a record over what the record is: only fields that the file has columns for.</summary>
internal static class Merging
{
    /// <param name="current">The record as it is.</param>
    /// <param name="sent">The record as the file has it.</param>
    /// <param name="roots">Paths of the file; `*` when each record is whole.</param>
    public static IMessage Merge(IMessage current, IMessage sent, IReadOnlyCollection<string> roots)
    {
        if (roots.Contains("*"))
        {
            return Copy(sent);
        }

        var merged = Copy(current);
        Clear(merged);
        foreach (var root in roots)
        {
            Take(root.Split('.'), sent, merged);
        }

        return merged;
    }

    /// <summary>Takes out what the platform derives, at any depth, so that it is derived anew.</summary>
    public static void Clear(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (!Fields.Fillable(field))
            {
                field.Accessor.Clear(message);
            }
            else if (!Fields.IsLeaf(field))
            {
                var value = field.Accessor.GetValue(message);
                foreach (var inner in field.IsRepeated ? ((System.Collections.IList)value).Cast<IMessage>() : value is IMessage one ? [one] : [])
                {
                    Clear(inner);
                }
            }
        }
    }

    public static IMessage Copy(IMessage message) => message.Descriptor.Parser.ParseFrom(message.ToByteString());

    private static void Take(string[] path, IMessage? sent, IMessage into)
    {
        var field = into.Descriptor.FindFieldByName(path[0]);
        var value = sent is null ? null : field.Accessor.GetValue(sent);
        if (path.Length > 1)
        {
            var inner = (IMessage?)field.Accessor.GetValue(into) ?? field.MessageType.Parser.ParseFrom(ByteString.Empty);
            Take(path[1..], value as IMessage, inner);
            if (inner.CalculateSize() == 0)
            {
                field.Accessor.Clear(into);
            }
            else
            {
                field.Accessor.SetValue(into, inner);
            }

            return;
        }

        field.Accessor.Clear(into);
        if (field.IsRepeated && !field.IsMap && value is System.Collections.IList list)
        {
            var target = (System.Collections.IList)field.Accessor.GetValue(into);
            foreach (var item in list)
            {
                target.Add(item);
            }
        }
        else if (sent is not null && !field.IsRepeated && (!field.HasPresence || field.Accessor.HasValue(sent)))
        {
            field.Accessor.SetValue(into, value!);
        }
    }
}
