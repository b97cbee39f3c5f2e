using System.Text;
using EGovPlatform.Cli;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>RFC 4180 in UTF-8 with a header, without anything a spreadsheet computes.</summary>
internal sealed class CsvTable : TableFile
{
    private readonly StringBuilder text = new();

    public CsvTable(IReadOnlyList<string> head) => Csv.Line(text, head);

    public override string ContentType => "text/csv; charset=utf-8";

    public override int Waiting => text.Length;

    public override ValueTask AddAsync(IReadOnlyList<object?> cells, CancellationToken cancellation)
    {
        Csv.Line(text, cells);
        return ValueTask.CompletedTask;
    }

    public override ValueTask EndAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    protected override ByteString TakeBytes()
    {
        var bytes = ByteString.CopyFromUtf8(text.ToString());
        text.Clear();
        return bytes;
    }
}
