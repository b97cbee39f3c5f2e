using CsvHelper;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>The ledger as a file: columns that an import of entries takes back, a page at a time. docs/ledger.md describes them.</summary>
public sealed class LedgerFile(Resource<LedgerEntry> entries)
{
    private const int PageSize = 1000;

    private static readonly (string Header, Func<LedgerEntry, string> Cell)[] Columns =
    [
        ("state", e => EnumNames.Short(LedgerEntry.Descriptor.FindFieldByName("state").EnumType, e.State)),
        ("record.historical", e => e.Record?.Historical == true ? "true" : ""),
        ("date.edtf", e => e.Date?.Edtf ?? ""),
        ("period", e => e.Period),
        ("money.kind", e => LedgerEntryTable.Kind(e.Money.Kind)),
        ("money.kind_as_printed", e => e.Money.KindAsPrinted),
        ("money.amount", e => e.Money.Amount),
        ("money.currency_code", e => e.Money.CurrencyCode),
        ("money.qualifier", e => EnumNames.Short(Money.Descriptor.FindFieldByName("qualifier").EnumType, e.Money.Qualifier)),
        ("money.lower_amount", e => e.Money.LowerAmount),
        ("money.upper_amount", e => e.Money.UpperAmount),
        ("money.as_printed", e => e.Money.AsPrinted),
        ("money.part_of", e => e.Money.PartOf),
        ("revision", e => e.Revision ? "true" : ""),
        ("activity", e => e.Activity),
        ("component", e => e.Component),
        ("payer.resource", e => e.Payer?.Resource ?? ""),
        ("payer.as_printed", e => e.Payer?.AsPrinted ?? ""),
        ("receiver.resource", e => e.Receiver?.Resource ?? ""),
        ("receiver.as_printed", e => e.Receiver?.AsPrinted ?? ""),
        ("channel", e => e.Channel),
        ("corrects", e => e.Corrects),
        ("contract", e => e.Contract),
        ("text", e => e.Text),
        ("pays_for", e => e.PaysFor),
    ];

    private static readonly (string Header, Func<LedgerEntry, string> Cell)[] BookedColumns =
    [
        ("booked_value.amount", e => e.BookedValue?.Amount ?? ""),
        ("booked_value.currency_code", e => e.BookedValue?.CurrencyCode ?? ""),
        ("booked_value.rate", e => e.BookedValue?.Rate ?? ""),
        ("booked_value.rate_date", e => e.BookedValue?.RateDate?.Edtf ?? ""),
        ("booked_value.exchange_rate", e => e.BookedValue?.ExchangeRate ?? ""),
    ];

    public async Task WriteAsync(ExportLedgerRequest request, IServerStreamWriter<HttpBody> parts, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(parts);
        var columns = request.WithBookedValues ? [.. Columns, .. BookedColumns] : Columns;
        var list = new ListRequest { Filter = request.Filter, PageSize = PageSize };
        var isFirst = true;
        do
        {
            var page = await entries.ListAsync<ListLedgerEntriesResponse>(list, call);
            if (isFirst)
            {
                await call.AttachAsync("ledgerEntries.csv");
            }

            using var stream = new MemoryStream();
            using (var writer = CsvWriter.Create(stream, new CsvWriterOptions { WriteByteOrderMark = isFirst }, leaveOpen: true))
            {
                if (isFirst)
                {
                    Row(writer, ["name", .. columns.Select(c => c.Header)]);
                }

                foreach (var entry in page.LedgerEntries)
                {
                    Row(writer, [Name(entry, request.Scheme), .. columns.Select(c => c.Cell(entry))]);
                }
            }

            await parts.WriteAsync(new HttpBody { ContentType = "text/csv; charset=utf-8", Data = UnsafeByteOperations.UnsafeWrap(stream.ToArray()) }, call.CancellationToken);
            list.PageToken = page.NextPageToken;
            isFirst = false;
        }
        while (list.PageToken.Length > 0);
    }

    private static string Name(LedgerEntry entry, string scheme) =>
        scheme.Length > 0 && entry.Record?.ExternalIdentifiers.FirstOrDefault(i => i.Scheme == scheme) is { } known
            ? $"~{Uri.EscapeDataString(known.Scheme)}~{Uri.EscapeDataString(known.Value)}" : entry.Name;

    private static void Row(CsvWriter writer, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            writer.WriteField(SpreadsheetText.Protect(cell));
        }

        writer.EndRecord();
    }
}
