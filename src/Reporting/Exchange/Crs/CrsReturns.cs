using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Summaries;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.ReportingService.Exchange.Crs;

/// <summary>The yearly return of aid to the OECD's Creditor Reporting System, made of the ledger. docs/crs.md has the table.</summary>
public sealed class CrsReturns(MartReader mart, IConfiguration configuration, TimeProvider clock)
{
    // Official flows to developing countries. What nobody has marked is no aid.
    private static readonly string[] Flows = ["10", "21", "22"];

    private string Home => configuration["Home:Country"] ?? "countries/KR";

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    internal async Task<CrsReturn> MakeAsync(int year, string filter, ReportTimes? times, Caller caller, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (year < 1960 || year > today.Year)
        {
            throw Errors.InvalidField("year", "RANGE", $"A year from 1960 to {today.Year}.");
        }

        var scope = RecordScope.Read(times, caller);
        var setting = new SummarySetting(Home, today, Naming.Now);
        var (records, notVisible) = await mart.ReadAsync(
            async connection => (
                await ExchangeRecords.ReadAsync(new RecordSet(connection, scope, filter, duplicates: false, cancellation, setting)),
                await RecordSet.LeftOutAsync(connection, scope, cancellation)),
            cancellation);
        var made = new CrsReturn(notVisible);
        foreach (var draft in records.Activities.Select(a => Drafts.Of(a, records)))
        {
            Add(made, draft, records, year, today);
        }

        return made;
    }

    private void Add(CrsReturn made, Draft draft, ExchangeRecords records, int year, DateOnly today)
    {
        var ledger = records.LedgerOf(draft.Name);
        var sums = CrsMoney.Of(ledger, year).ToList();
        var flow = IatiMapping.FlowTypeOf(draft);
        if (!Flows.Contains(flow))
        {
            if (sums.Count > 0)
            {
                made.LeftOut.Add((draft.Name, $"Nobody has marked it as an official flow (external identifier crs-flow-type); it counts as {flow}."));
            }

            return;
        }

        var country = CrsPlaces.CountryOf(draft, records, Home) is { } code ? records.Country($"countries/{code}") : null;
        var rows = 0;
        foreach (var sum in sums)
        {
            var removed = 0;
            var money = flow == "10" ? sum.Eligible(country, out removed) : sum;
            if (removed > 0)
            {
                made.LeftOut.Add((draft.Name, $"{removed} sums in {sum.Currency} are of days on which {country!.Name} was not on the DAC's list."));
            }

            if (money.Entries.Count > 0)
            {
                made.Rows.Add(Row(draft, money, ledger, records, flow, year, today));
                rows++;
            }
            else if (money.Unsure > 0)
            {
                made.LeftOut.Add((draft.Name, $"{money.Unsure} sums in {sum.Currency} may be of {year}; their day is not known."));
            }
        }

        if (rows == 0 && sums.Count == 0)
        {
            made.LeftOut.Add((draft.Name, $"Nothing is booked for it in {year}."));
        }
    }

    private CrsRow Row(Draft draft, CrsMoney money, LedgerAmounts ledger, ExchangeRecords records, string flow, int year, DateOnly today)
    {
        var row = new CrsRow(draft.Name);
        row.Set("Year", year);
        row.Set("DonorCode", configuration["Crs:DonorCode"], "Crs:DonorCode is not configured.");
        row.Set("AgencyCode", configuration["Crs:AgencyCode"], "Crs:AgencyCode is not configured.");
        row.Set("ProjectNumber", draft.Name);
        row.Set("FlowCode", flow);
        CrsCodes.Fill(row, draft, today);
        CrsCodes.FillOrAssume(row, draft, "Finance_t", "crs-finance-type", "FinanceType", "110", today);
        CrsCodes.FillOrAssume(row, draft, "Aid_t", "crs-aid-type", "AidType", draft.AidType, today);
        CrsCodes.FillOrAssume(row, draft, "PurposeCode", "crs-purpose", "Sector", Sectors.CodesOf(draft) is [var only] ? only : null, today);
        money.Fill(row, ledger, year, CrsCodes.Of(row, draft, "AmountUntied_National", "crs-tied-status", "TiedStatus", today));
        CrsPlaces.FillRecipient(row, draft, records, Home, today);
        CrsPlaces.FillChannel(row, draft, money, records, Home, today);
        row.Set("ProjectTitle", Texts.Names(draft.Titles).FirstOrDefault()?.Text ?? draft.TitleElse);
        row.Set("ShortDescription", draft.Kind);
        row.Set("LongDescription", string.Join("; ", draft.Aims));
        var period = Period.Own(draft, today) is { Note.Length: 0 } known ? known : null;
        row.Set("ExpectedStartDate", Day(period?.Start), "It is not known to the day.");
        row.Set("CompletionDate", Day(period?.End), "It is not known to the day.");
        return row;
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A return, and what is to be said of it.</summary>
/// <param name="NotVisible">Records the caller may not see.</param>
internal sealed record CrsReturn(long NotVisible)
{
    public List<CrsRow> Rows { get; } = [];

    public List<(string Record, string Reason)> LeftOut { get; } = [];
}
