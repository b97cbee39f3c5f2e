using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>
/// One page of PDF 1.7 with text in one embedded font and filled rectangles. Text can be copied and searched. Lengths are
/// points, counted from the top left.
/// </summary>
internal sealed class PdfPage(TrueTypeFont font, double width, double height)
{
    private readonly StringBuilder content = new();
    private readonly SortedDictionary<int, Rune> used = [];

    public double Width => width;

    public double Height => height;

    /// <summary>Text of one line, centered around a point of its baseline.</summary>
    public void Center(string text, double size, double x, double baseline) => Text(text, size, x - (WidthOf(text) * size / 2000), baseline);

    public void Text(string text, double size, double x, double baseline)
    {
        var glyphs = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            var glyph = font.Glyph(character);
            used[glyph] = character;
            glyphs.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }

        Line($"BT /F1 {size:0.##} Tf {x:0.##} {height - baseline:0.##} Td <{glyphs}> Tj ET");
    }

    public void Fill(double x, double top, double wide, double high) => Line($"{x:0.###} {height - top - high:0.###} {wide:0.###} {high:0.###} re f");

    public void Frame(double x, double top, double wide, double high) => Line($"2 w {x:0.##} {height - top - high:0.##} {wide:0.##} {high:0.##} re S");

    /// <summary>The document.</summary>
    public byte[] ToBytes(string title)
    {
        var box = string.Join(' ', font.Box);
        var widths = string.Join(' ', used.Keys.Select(g => Text($"{g} [{font.Width(g)}]")));
        using var stream = new MemoryStream();
        var offsets = new List<long>();
        Write("%PDF-1.7\n");
        Object("<< /Type /Catalog /Pages 2 0 R >>");
        Object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Object(Text($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:0.##} {height:0.##}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"));
        Packed("", Encoding.ASCII.GetBytes(content.ToString()));
        Object("<< /Type /Font /Subtype /Type0 /BaseFont /DejaVuSans /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 9 0 R >>");
        Object($"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /DejaVuSans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R /CIDToGIDMap /Identity /W [{widths}] >>");
        Object(Text($"<< /Type /FontDescriptor /FontName /DejaVuSans /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent {font.Ascent} /Descent {font.Descent} /CapHeight {font.Ascent} /StemV 80 /FontFile2 8 0 R >>"));
        Packed(Text($" /Length1 {font.Bytes.Length}"), font.Bytes);
        Packed("", Encoding.ASCII.GetBytes(ToUnicode()));
        Object($"<< /Title <FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title))}> /Producer (EGovPlatform) >>");
        var start = stream.Position;
        Write(Text($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n") + string.Concat(offsets.Select(o => Text($"{o:0000000000} 00000 n \n"))));
        Write(Text($"trailer << /Size {offsets.Count + 1} /Root 1 0 R /Info 10 0 R >>\nstartxref\n{start}\n%%EOF\n"));
        return stream.ToArray();

        void Write(string text) => stream.Write(Encoding.ASCII.GetBytes(text));

        void Object(string body)
        {
            offsets.Add(stream.Position);
            Write(Text($"{offsets.Count} 0 obj\n{body}\nendobj\n"));
        }

        void Packed(string more, byte[] bytes)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                zlib.Write(bytes);
            }

            offsets.Add(stream.Position);
            Write(Text($"{offsets.Count} 0 obj\n<< /Filter /FlateDecode /Length {packed.Length}{more} >>\nstream\n"));
            stream.Write(packed.GetBuffer(), 0, (int)packed.Length);
            Write("\nendstream\nendobj\n");
        }
    }

    private string ToUnicode() =>
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Unicode def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + string.Concat(used.Chunk(100).Select(part => Text($"{part.Length} beginbfchar\n")
            + string.Concat(part.Select(u => $"<{u.Key.ToString("X4", CultureInfo.InvariantCulture)}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(u.Value.ToString()))}>\n")) + "endbfchar\n"))
        + "endcmap CMapName currentdict /CMap defineresource pop end end";

    private int WidthOf(string text) => text.EnumerateRunes().Sum(c => font.Width(font.Glyph(c)));

    private void Line(FormattableString text) => content.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
