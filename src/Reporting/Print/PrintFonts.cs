using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace EGovPlatform.ReportingService.Print;

/// <summary>The fonts of printed reports. They are in the program: no machine has to have any installed.</summary>
internal sealed class PrintFonts : IFontResolver
{
    private const string Latin = "DejaVuSans.ttf";
    private const string Korean = "NanumSquareR.ttf";

    static PrintFonts() => GlobalFontSettings.FontResolver = new PrintFonts();

    private PrintFonts()
    {
    }

    /// <summary>A text cut into pieces that are in one font each.</summary>
    public static IEnumerable<(string Text, XFont Font)> Cut(string text, double size, bool bold)
    {
        for (var from = 0; from < text.Length;)
        {
            var (korean, to) = (IsKorean(text[from]), from + 1);
            while (to < text.Length && (text[to] == ' ' || IsKorean(text[to]) == korean))
            {
                to++;
            }

            yield return (text[from..to], new XFont(korean ? Korean : Latin, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular, new XPdfFontOptions(PdfSharp.Pdf.PdfFontEncoding.Unicode)));
            from = to;
        }
    }

    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(familyName, isBold, isItalic);

    public byte[] GetFont(string faceName)
    {
        using var stream = typeof(PrintFonts).Assembly.GetManifestResourceStream(faceName)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Hangul, Han, and the marks and wide letters written with them.
    private static bool IsKorean(char c) => c is >= '\u1100' and <= '\u11FF' or >= '\u3000' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7FF' or >= '\uFF00' and <= '\uFFEF';
}
