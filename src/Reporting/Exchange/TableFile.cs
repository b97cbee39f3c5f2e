using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using Google.Api;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>A table on its way into a file: rows go in, parts of the file come out, nothing else is kept.</summary>
internal abstract class TableFile : IAsyncDisposable
{
    /// <summary>Bytes that make a part.</summary>
    public const int PartBytes = 64 * 1024;

    /// <summary>What the parts are.</summary>
    public abstract string ContentType { get; }

    /// <summary>Bytes that wait for being taken.</summary>
    public abstract int Waiting { get; }

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD: no table is written in that format.</exception>
    public static async Task<TableFile> CreateAsync(TableFormat format, IReadOnlyList<string> head, CancellationToken cancellation) => format switch
    {
        TableFormat.Csv => new CsvTable(head),
        TableFormat.Xlsx => await XlsxTable.CreateAsync(head, cancellation),
        _ => throw Errors.InvalidField("format", "REQUIRED", "One of: TABLE_FORMAT_CSV, TABLE_FORMAT_XLSX."),
    };

    /// <summary>Adds a row of texts, numbers and nulls for what is not known.</summary>
    public abstract ValueTask AddAsync(IReadOnlyList<object?> cells, CancellationToken cancellation);

    /// <summary>Ends the file.</summary>
    public abstract ValueTask EndAsync(CancellationToken cancellation);

    /// <summary>Adds a row and sends what has come together, once it makes a part.</summary>
    public async Task AddAsync(IReadOnlyList<object?> cells, Func<HttpBody, Task> write, CancellationToken cancellation)
    {
        await AddAsync(cells, cancellation);
        if (Waiting >= PartBytes)
        {
            await write(Take());
        }
    }

    /// <summary>Ends the file and sends the rest of it.</summary>
    public async Task EndAsync(Func<HttpBody, Task> write, CancellationToken cancellation)
    {
        await EndAsync(cancellation);
        await write(Take());
    }

    /// <summary>The bytes that wait, as a part.</summary>
    public HttpBody Take() => new() { ContentType = ContentType, Data = TakeBytes() };

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract ByteString TakeBytes();
}
