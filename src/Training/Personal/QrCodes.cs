using QRCoder;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>QR codes, as modules to draw and as PNG.</summary>
internal static class QrCodes
{
    private const int PixelsPerModule = 6;

    /// <summary>Rows of dark modules, with the quiet zone.</summary>
    public static IReadOnlyList<System.Collections.BitArray> Modules(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return data.ModuleMatrix;
    }

    public static byte[] Png(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.Q);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(PixelsPerModule);
    }
}
