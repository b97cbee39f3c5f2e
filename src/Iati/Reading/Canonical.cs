using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace EGovPlatform.Iati.Reading;

/// <summary>XML in one form whatever the prefixes, the order of attributes and the blanks between elements.</summary>
public static class Canonical
{
    /// <summary>The form as text.</summary>
    public static string Text(XElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return text.ToString();
    }

    /// <summary>SHA-256 of the form, in hexadecimal.</summary>
    public static string Digest(XElement element) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(element))));

    private static void Write(XElement element, StringBuilder text)
    {
        text.Append('<').Append(element.Name);
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration).OrderBy(a => a.Name.ToString(), StringComparer.Ordinal))
        {
            text.Append(' ').Append(attribute.Name).Append('=').Append(new XText(attribute.Value)).Append(';');
        }

        text.Append('>');
        if (element.HasElements)
        {
            foreach (var child in element.Elements())
            {
                Write(child, text);
            }
        }
        else
        {
            text.Append(new XText(element.Value));
        }

        text.Append("</>\n");
    }
}
