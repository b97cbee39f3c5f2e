using System.Collections;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>A text in a record and its path, such as `agenda[2].title`.</summary>
internal sealed record MessageText(string Path, string Text);

/// <summary>All texts of a record that people may look for, resource names included.</summary>
internal static class MessageTexts
{
    /// <summary>Technical, or the same for many records.</summary>
    private static readonly HashSet<string> Skipped =
        new(["name", "etag", "record", "digest", "body_digest", "edtf", "earliest", "latest", "key", "language_code"], StringComparer.Ordinal);

    public static IEnumerable<MessageText> Of(IMessage message) => Of(message, "");

    private static IEnumerable<MessageText> Of(IMessage message, string prefix)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (Skipped.Contains(field.Name) || field.IsMap)
            {
                continue;
            }

            var value = field.Accessor.GetValue(message);
            if (!field.IsRepeated)
            {
                foreach (var text in Of(field, value, prefix + field.Name))
                {
                    yield return text;
                }

                continue;
            }

            var index = 0;
            foreach (var item in (IEnumerable)value)
            {
                foreach (var text in Of(field, item, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{field.Name}[{index}]")))
                {
                    yield return text;
                }

                index++;
            }
        }
    }

    private static IEnumerable<MessageText> Of(FieldDescriptor field, object? value, string path) => value switch
    {
        string { Length: > 0 } text => [new MessageText(path, text)],
        // Where a name or a fact was read says nothing of the record.
        FactSource or Reconciliation => [],
        IMessage nested when field.FieldType == FieldType.Message && nested.Descriptor.File.Package.StartsWith("egov.", StringComparison.Ordinal) => Of(nested, path + "."),
        _ => [],
    };
}
