using System.Globalization;
using Google.Protobuf;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>An Office Open XML workbook, written forward only: typed cells, no formulas, a new sheet after a million rows.</summary>
internal sealed class XlsxTable : TableFile
{
    private const int RowsOfSheet = 1_000_000;
    private const int MaxCellText = 32_767;

    // Whole numbers beyond this are rounded by spreadsheets.
    private const long Exact = 1_000_000_000_000_000;

    private readonly IReadOnlyList<string> head;
    private readonly MemoryStream waiting;
    private readonly Spreadsheet workbook;
    private int sheets;
    private int rows;

    private XlsxTable(IReadOnlyList<string> head, MemoryStream waiting, Spreadsheet workbook)
    {
        this.head = head;
        this.waiting = waiting;
        this.workbook = workbook;
    }

    public override string ContentType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public override int Waiting => (int)waiting.Length;

    public static async Task<XlsxTable> CreateAsync(IReadOnlyList<string> head, CancellationToken cancellation)
    {
        var waiting = new MemoryStream();
        var options = new SpreadCheetahOptions { DefaultDateTimeFormat = NumberFormat.Custom("yyyy-mm-dd") };
        var table = new XlsxTable(head, waiting, await Spreadsheet.CreateNewAsync(new ForwardStream(waiting), options, cancellation));
        await table.StartSheetAsync(cancellation);
        return table;
    }

    public override async ValueTask AddAsync(IReadOnlyList<object?> cells, CancellationToken cancellation)
    {
        if (rows == RowsOfSheet)
        {
            await StartSheetAsync(cancellation);
        }

        rows++;
        await workbook.AddRowAsync([.. cells.Select(Cell)], cancellation);
    }

    public override ValueTask EndAsync(CancellationToken cancellation) => workbook.FinishAsync(cancellation);

    public override ValueTask DisposeAsync() => workbook.DisposeAsync();

    protected override ByteString TakeBytes()
    {
        var bytes = ByteString.CopyFrom(waiting.GetBuffer(), 0, (int)waiting.Length);
        waiting.SetLength(0);
        return bytes;
    }

    private async Task StartSheetAsync(CancellationToken cancellation)
    {
        rows = 0;
        await workbook.StartWorksheetAsync(string.Create(CultureInfo.InvariantCulture, $"Sheet{++sheets}"), new WorksheetOptions { FrozenRows = 1 }, cancellation);
        await workbook.AddRowAsync([.. head.Select(h => new DataCell(h))], cancellation);
    }

    private static DataCell Cell(object? value) => value switch
    {
        null or "" => default,
        int number => new DataCell(number),
        long number and > -Exact and < Exact => new DataCell(number),
        decimal number and > -Exact and < Exact => new DataCell(number),
        bool yes => new DataCell(yes),
        string text when DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 1901 => new DataCell(day),
        _ => new DataCell(Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > MaxCellText } text ? text[..MaxCellText] : Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    // The place where parts wait is emptied now and then: what is written counts on, and nobody goes back.
    private sealed class ForwardStream(MemoryStream to) : Stream
    {
        private long written;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => written; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            to.Write(buffer);
            written += buffer.Length;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
