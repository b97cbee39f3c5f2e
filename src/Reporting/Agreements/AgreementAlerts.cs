using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Npgsql;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>Agreements that want somebody's attention.</summary>
public sealed class AgreementAlerts(MartReader mart, TimeProvider time)
{
    private const int WithinDays = 180;
    private const int DormantDays = 730;
    private const int Chunk = 100;

    private static readonly OrderField[] Order = [new(new Column("name", ColumnKind.Text, "name"), false), new(new Column("kind", ColumnKind.Number, "kind"), false)];

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_PAGE_TOKEN.</exception>
    public Task<ListAgreementAlertsResponse> ListAsync(ListAgreementAlertsRequest request, Caller caller, CancellationToken cancellation)
    {
        var on = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (request.On.Length > 0 && !DateOnly.TryParseExact(request.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out on))
        {
            throw Errors.InvalidField("on", "DATE", "on is YYYY-MM-DD.");
        }

        foreach (var (field, value) in new[] { ("within_days", request.WithinDays), ("dormant_days", request.DormantDays), ("page_size", request.PageSize) })
        {
            if (value < 0)
            {
                throw Errors.InvalidField(field, "NOT_NEGATIVE", $"{field} must not be negative.");
            }
        }

        var query = string.Create(CultureInfo.InvariantCulture, $"alerts\n{on}\n{request.WithinDays}\n{request.DormantDays}");
        var after = PageToken.Read(request.PageToken, query, Order);
        var size = request.PageSize == 0 ? 50 : Math.Min(request.PageSize, 1000);
        var scope = RecordScope.Read(null, caller);
        return mart.ReadAsync(async connection =>
        {
            var records = new RecordSet(connection, scope, "", duplicates: true, cancellation);
            var found = new List<AgreementAlert>();
            // An agreement of which nothing is to be said still has to be looked at, so a page goes through some more than it shows.
            for (var (from, names) = (after is null ? "" : (string)after[0], new List<string>()); found.Count <= size && (names = await NamesAsync(connection, from, cancellation)).Count > 0; from = names[^1] + " ")
            {
                found.AddRange(await OfAsync(records, names, on, request, after));
            }

            var response = new ListAgreementAlertsResponse { LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation, sql => sql.Add("select k.name from mart.record k where k.type = 'Agreement'")) };
            response.Alerts.Add(found.Take(size));
            response.NextPageToken = found.Count > size ? PageToken.Write(query, [found[size - 1].Agreement.Name, (long)found[size - 1].Kind]) : "";
            return response;
        }, cancellation);
    }

    // Of all states, so that the index answers; what is asked of one is asked of the chunk. No name has a blank in it.
    private static async Task<List<string>> NamesAsync(NpgsqlConnection connection, string from, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select distinct name from mart.record where type = 'Agreement' and name >= $1 order by name limit {Chunk}", connection) { Parameters = { new() { Value = from } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task<IEnumerable<AgreementAlert>> OfAsync(RecordSet records, List<string> names, DateOnly on, ListAgreementAlertsRequest request, IReadOnlyList<object>? after)
    {
        var agreements = await Entries.ReadAsync(records, names);
        var way = await new RecordGraph(records).FromAsync([.. agreements.Names]);
        var entries = await Entries.ReadAsync(records, way.Select(r => r.Step.To).Distinct(StringComparer.Ordinal));
        var dates = way.ToLookup(r => r.Start, r => entries.Find(r.Step.To)?.Date, StringComparer.Ordinal);
        return agreements.Names
            .SelectMany(n => Of(agreements.Find(n)!, agreements.Message<Agreement>(n), dates[n].OfType<DateValue>().Where(d => d.Edtf.Length > 0), on, request))
            .Where(a => after is null || string.CompareOrdinal(a.Agreement.Name, (string)after[0]) is var order && (order > 0 || (order == 0 && (int)a.Kind > (long)after[1])));
    }

    private static IEnumerable<AgreementAlert> Of(BriefEntry entry, Agreement agreement, IEnumerable<DateValue> dates, DateOnly on, ListAgreementAlertsRequest request)
    {
        if (agreement.State is not (AgreementState.Signed or AgreementState.InForce or AgreementState.Suspended))
        {
            yield break;
        }

        if (AgreementTerms.Terms(agreement).MaxBy(t => DateRules.Latest(t) ?? DateOnly.MaxValue) is { } term && DateRules.Latest(term) is { } end)
        {
            var over = DateRules.Before(term, on);
            if (over != DateAnswer.No)
            {
                yield return new AgreementAlert { Agreement = entry, Kind = AgreementAlertKind.TermOver, Answer = over, Date = term, Message = $"The term {term.Edtf} is over; the record says {entry.State}." };
            }
            else if (end <= on.AddDays(request.WithinDays == 0 ? WithinDays : request.WithinDays))
            {
                yield return new AgreementAlert { Agreement = entry, Kind = AgreementAlertKind.Expiring, Answer = DateAnswer.Certainly, Date = term, Message = $"The term ends by {end:yyyy-MM-dd}." };
            }
        }

        var since = on.AddDays(-(request.DormantDays == 0 ? DormantDays : request.DormantDays));
        var last = dates.Append(AgreementTerms.Signed(agreement)).OfType<DateValue>().MaxBy(d => DateRules.Latest(d) ?? DateOnly.MaxValue);
        if (last is null || DateRules.Before(last, since) == DateAnswer.Certainly)
        {
            yield return new AgreementAlert
            {
                Agreement = entry,
                Kind = AgreementAlertKind.Dormant,
                Answer = last is null ? DateAnswer.Possibly : DateAnswer.Certainly,
                Date = last,
                Message = last is null ? "Nothing dated is on record that rests on it." : $"The last thing on record that rests on it is of {last.Edtf}.",
            };
        }
    }
}
