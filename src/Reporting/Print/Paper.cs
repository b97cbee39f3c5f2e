using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace EGovPlatform.ReportingService.Print;

/// <summary>Pages of A4 that fill from top to bottom. Lengths are points.</summary>
internal sealed class Paper : IDisposable
{
    private const double Margin = 56;
    private const double Small = 9;

    private static readonly XColor Ink = XColor.FromArgb(0x1F, 0x4E, 0x79);
    private static readonly XColor Doubt = XColor.FromArgb(0x9D, 0xB8, 0xD2);

    private readonly PdfDocument document = new();
    private XGraphics page = null!;
    private double y;

    public Paper(string title, string language)
    {
        document.Info.Title = title;
        document.Info.Creator = "EGovPlatform";
        document.Language = language;
        Turn();
        Write(title, 18, bold: true);
        y += 6;
    }

    private double Width => page.PageSize.Width - (2 * Margin);

    public void Heading(string text)
    {
        Need(50);
        y += 12;
        Write(text, 12, bold: true);
        page.DrawLine(new XPen(Ink, 0.8), Margin, y + 1, Margin + Width, y + 1);
        y += 6;
    }

    public void Line(string text) => Write(text, Small, bold: false);

    /// <summary>A line whose first column is as wide as two days.</summary>
    public void Entry(string first, string text)
    {
        var lines = Wrap(text, Small, Width - 130);
        Need(lines.Count * Small * 1.4);
        Draw(first, Small, Margin, y + Small, bold: false);
        foreach (var line in lines)
        {
            Draw(line, Small, Margin + 130, y + Small, bold: false);
            y += Small * 1.4;
        }
    }

    /// <summary>
    /// Bars with what they stand for. The pale end of a bar is what may be, beyond what is certain; without a number there is no bar, and
    /// the words beside it say why.
    /// </summary>
    public void Bars(IReadOnlyList<Bar> bars)
    {
        var most = Math.Max(1, bars.Select(b => Math.Max(b.Least ?? 0, b.Most ?? 0)).DefaultIfEmpty().Max());
        var (left, room) = (Margin + 160, Width - 160 - 120);
        foreach (var bar in bars)
        {
            Need(14);
            Draw(Wrap(bar.Label, Small, 154)[0], Small, Margin, y + Small, bold: false);
            var end = left;
            if (bar.Most is { } reach)
            {
                page.DrawRectangle(new XSolidBrush(Doubt), left, y + 1, room * reach / most, 9);
                end = Math.Max(end, left + (room * reach / most));
            }

            if (bar.Least is { } sure)
            {
                page.DrawRectangle(new XSolidBrush(Ink), left, y + 1, room * sure / most, 9);
                end = Math.Max(end, left + (room * sure / most));
            }

            Draw(bar.Text, Small, end + 4, y + Small, bold: false);
            y += 14;
        }
    }

    /// <summary>The document, each page numbered.</summary>
    public byte[] ToBytes()
    {
        page.Dispose();
        for (var i = 0; i < document.PageCount; i++)
        {
            page = XGraphics.FromPdfPage(document.Pages[i]);
            Draw(string.Create(CultureInfo.InvariantCulture, $"{i + 1} / {document.PageCount}"), 8, page.PageSize.Width - Margin - 20, page.PageSize.Height - 30, bold: false);
            page.Dispose();
        }

        using var stream = new MemoryStream();
        document.Save(stream, closeStream: false);
        return stream.ToArray();
    }

    public void Dispose()
    {
        page.Dispose();
        document.Dispose();
    }

    private void Write(string text, double size, bool bold)
    {
        foreach (var line in Wrap(text, size, Width))
        {
            Need(size * 1.4);
            Draw(line, size, Margin, y + size, bold);
            y += size * 1.4;
        }
    }

    private void Need(double height)
    {
        if (y + height > page.PageSize.Height - Margin)
        {
            page.Dispose();
            Turn();
        }
    }

    private void Turn()
    {
        page = XGraphics.FromPdfPage(document.AddPage());
        y = Margin;
    }

    private void Draw(string text, double size, double x, double baseline, bool bold)
    {
        foreach (var (piece, font) in PrintFonts.Cut(text, size, bold))
        {
            page.DrawString(piece, font, XBrushes.Black, x, baseline);
            x += page.MeasureString(piece, font).Width;
        }
    }

    // At spaces where there are some, else between any two letters.
    private List<string> Wrap(string text, double size, double width)
    {
        var (lines, rest) = (new List<string>(), text.ReplaceLineEndings(" ").Trim());
        while (rest.Length > 0 && Measure(rest, size) > width)
        {
            var fits = 1;
            for (var (low, high) = (1, rest.Length); low <= high;)
            {
                var middle = (low + high) / 2;
                (fits, low, high) = Measure(rest[..middle], size) <= width ? (middle, middle + 1, high) : (fits, low, middle - 1);
            }

            var space = rest.LastIndexOf(' ', fits);
            var cut = space > fits / 2 ? space : fits;
            cut -= cut < rest.Length && char.IsLowSurrogate(rest[cut]) && cut > 1 ? 1 : 0;
            lines.Add(rest[..cut]);
            rest = rest[cut..].TrimStart();
        }

        lines.Add(rest);
        return lines;
    }

    private double Measure(string text, double size) => PrintFonts.Cut(text, size, bold: false).Sum(p => page.MeasureString(p.Text, p.Font).Width);
}

/// <summary>One bar of a chart.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Least">What is certain; null when nothing is known.</param>
/// <param name="Most">What may be; null when that is open or not in doubt.</param>
/// <param name="Text">The number in words.</param>
internal sealed record Bar(string Label, long? Least, long? Most, string Text);
