using System.Globalization;
using EGovPlatform.TrainingService.Personal;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>A certificate as one landscape page of A4, with a QR code of the address it is checked at.</summary>
internal static class CertificatePdf
{
    private const double Margin = 48;
    private const double CodeSize = 110;

    // The one font in the program: no machine has to have fonts installed.
    private static readonly Lazy<TrueTypeFont> Font = new(() =>
    {
        using var stream = typeof(CertificatePdf).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new TrueTypeFont(bytes.ToArray());
    });

    public static byte[] Write(CertificateFacts facts)
    {
        var page = new PdfPage(Font.Value, 841.89, 595.28);
        page.Frame(Margin / 2, Margin / 2, page.Width - Margin, page.Height - Margin);
        foreach (var (text, size, baseline) in new[]
        {
            ($"Certificate of {facts.Certificate.Kind}", 30.0, 150.0), (facts.Holder, 24, 230), (facts.Achievement, 16, 280), (facts.Period, 12, 310), (facts.Issuer, 14, 370),
            (facts.Issued?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", 12, 395),
        })
        {
            page.Center(text, size, page.Width / 2, baseline);
        }

        page.Text(facts.Certificate.Number, 9, Margin, page.Height - Margin);
        Draw(page, QrCodes.Modules(facts.CheckAddress));
        return page.ToBytes(facts.Achievement);
    }

    private static void Draw(PdfPage page, IReadOnlyList<System.Collections.BitArray> modules)
    {
        var (side, left, top) = (CodeSize / modules.Count, page.Width - Margin - CodeSize, page.Height - Margin - CodeSize);
        for (var row = 0; row < modules.Count; row++)
        {
            for (var column = 0; column < modules.Count; column++)
            {
                if (modules[row][column])
                {
                    page.Fill(left + (column * side), top + (row * side), side, side);
                }
            }
        }
    }
}
