using System.Globalization;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Resources;

/// <summary>Paths of fields in a record, such as <c>legs[0].period</c>.</summary>
public static class FieldPaths
{
    /// <summary>Whether a path names a field of the message. An empty path names the whole record.</summary>
    public static bool Exists(MessageDescriptor descriptor, string path)
    {
        MessageDescriptor? current = descriptor;
        foreach (var part in path.Length == 0 ? [] : path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var field = current?.FindFieldByName(bracket < 0 ? part : part[..bracket]);
            if (field is null || (bracket >= 0 && !(field.IsRepeated && IsIndex(part[bracket..]))))
            {
                return false;
            }

            current = field.FieldType == FieldType.Message && !field.IsMap ? field.MessageType : null;
        }

        return true;
    }

    private static bool IsIndex(string bracketed) =>
        bracketed[^1] == ']' && int.TryParse(bracketed[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
