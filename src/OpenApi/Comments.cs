using System.Text;
using Google.Protobuf.Reflection;

namespace EGovPlatform.OpenApi;

/// <summary>Comments of proto files as text.</summary>
internal static class Comments
{
    /// <summary>The comment above the declaration, lines joined, blank lines kept as paragraphs; empty when there is none.</summary>
    public static string Of(IDescriptor descriptor)
    {
        var declaration = descriptor switch
        {
            MethodDescriptor method => method.Declaration,
            ServiceDescriptor service => service.Declaration,
            MessageDescriptor message => message.Declaration,
            FieldDescriptor field => field.Declaration,
            EnumDescriptor type => type.Declaration,
            EnumValueDescriptor value => value.Declaration,
            _ => null,
        };
        var text = new StringBuilder();
        foreach (var line in (declaration?.LeadingComments ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            text.Append(line.Length == 0 ? "\n\n" : text.Length == 0 || text[^1] == '\n' ? line : " " + line);
        }

        return text.ToString().Trim();
    }

    /// <summary>The first sentence, without its full stop.</summary>
    public static string Summary(string comment)
    {
        var paragraph = comment.Split("\n\n", 2)[0];
        var end = paragraph.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? paragraph : paragraph[..end]).TrimEnd('.');
    }
}
