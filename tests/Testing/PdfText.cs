using System.Diagnostics;

namespace EGovPlatform.Testing;

/// <summary>The text of a PDF as a program of others reads it (pdftotext).</summary>
public static class PdfText
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task<string> ReadAsync(byte[] file)
    {
        using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", "-", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(file);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return await output;
    }
}
