using EGovPlatform.Access;
using EGovPlatform.Values;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.Resources;

/// <summary>
/// Applies an update (AIP-134, 161). No mask: the fields set in the request replace theirs, nothing else changes, so
/// an empty mask never clears. `*`: everything is replaced. Paths: exactly those, cleared where the request has none.
/// Fields that callers cannot set keep their value.
/// </summary>
public static class Masks
{
    public static T Apply<T>(T current, T sent, FieldMask? mask) where T : class, IMessage<T>
    {
        var result = current.Clone();
        var fields = current.Descriptor.Fields.InDeclarationOrder().Where(Settable).ToList();
        if (mask is null || mask.Paths.Count == 0)
        {
            foreach (var field in fields.Where(f => IsSet(f, sent)))
            {
                Copy(field, sent, result);
            }

            return result;
        }

        if (mask.Paths is ["*"])
        {
            fields.ForEach(f => Copy(f, sent, result));
            return result;
        }

        foreach (var path in mask.Paths)
        {
            Check(current, path);
            Walk(path.Split('.'), sent, result);
        }

        return result;
    }

    /// <summary>Standard fields and OUTPUT_ONLY fields are never taken from a caller.</summary>
    public static bool Settable(FieldDescriptor field) =>
        field.FieldNumber > 5 && field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) != true;

    private static void Check(IMessage current, string path)
    {
        if (path == "*")
        {
            throw Errors.InvalidMask(path, "'*' stands alone.");
        }

        if (path.Contains('[', StringComparison.Ordinal))
        {
            throw Errors.InvalidMask(path, "A list is replaced as a whole.");
        }

        if (!FieldPath.TryFollow(current, path, out _, out var error))
        {
            throw Errors.InvalidMask(path, error);
        }

        if (!Settable(current.Descriptor.FindFieldByName(path.Split('.')[0])))
        {
            throw Errors.InvalidMask(path, "Callers cannot set this field.");
        }
    }

    private static void Walk(string[] path, IMessage sent, IMessage result)
    {
        var field = result.Descriptor.FindFieldByName(path[0]);
        if (path.Length == 1)
        {
            Copy(field, sent, result);
            return;
        }

        var inner = (IMessage?)field.Accessor.GetValue(sent);
        var target = (IMessage?)field.Accessor.GetValue(result);
        if (target is null)
        {
            target = field.MessageType.Parser.ParseFrom(ByteString.Empty);
            field.Accessor.SetValue(result, target);
        }

        Walk(path[1..], inner ?? field.MessageType.Parser.ParseFrom(ByteString.Empty), target);
    }

    private static void Copy(FieldDescriptor field, IMessage from, IMessage to)
    {
        field.Accessor.Clear(to);
        if (field.IsMap)
        {
            var map = (System.Collections.IDictionary)field.Accessor.GetValue(to);
            foreach (System.Collections.DictionaryEntry entry in (System.Collections.IDictionary)field.Accessor.GetValue(from))
            {
                map[entry.Key] = entry.Value;
            }
        }
        else if (field.IsRepeated)
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(to);
            foreach (var item in (System.Collections.IList)field.Accessor.GetValue(from))
            {
                list.Add(item);
            }
        }
        else if (IsSet(field, from))
        {
            field.Accessor.SetValue(to, field.Accessor.GetValue(from));
        }
    }

    private static bool IsSet(FieldDescriptor field, IMessage message) =>
        field.IsRepeated
            ? ((System.Collections.ICollection)field.Accessor.GetValue(message)).Count > 0
            : field.HasPresence
                ? field.Accessor.HasValue(message)
                : !Equals(field.Accessor.GetValue(message), Default(field));

    private static object Default(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "",
        FieldType.Bytes => ByteString.Empty,
        FieldType.Bool => false,
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, 0),
        FieldType.Double => 0d,
        FieldType.Float => 0f,
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => 0,
        FieldType.UInt32 or FieldType.Fixed32 => 0u,
        FieldType.UInt64 or FieldType.Fixed64 => 0ul,
        _ => 0L,
    };
}
