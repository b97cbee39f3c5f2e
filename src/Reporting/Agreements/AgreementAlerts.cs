using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>Agreements that want somebody's attention.</summary>
public sealed class AgreementAlerts(MartReader mart, TimeProvider time)
{
    private const int WithinDays = 180;
    private const int DormantDays = 730;

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
            var entries = await Entries.ReadAsync(records, AgreementReports.Work);
            var graph = await RecordGraph.ReadAsync(records);
            var alerts = entries.Names.Where(n => n.StartsWith("agreements/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .SelectMany(n => Of(entries, graph, n, on, request))
                .Where(a => after is null || string.CompareOrdinal(a.Agreement.Name, (string)after[0]) is var order && (order > 0 || (order == 0 && (int)a.Kind > (long)after[1])))
                .Take(size + 1).ToList();
            var response = new ListAgreementAlertsResponse { LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation) };
            response.Alerts.Add(alerts.Take(size));
            response.NextPageToken = alerts.Count > size ? PageToken.Write(query, [alerts[size - 1].Agreement.Name, (long)alerts[size - 1].Kind]) : "";
            return response;
        }, cancellation);
    }

    private static IEnumerable<AgreementAlert> Of(Entries entries, RecordGraph graph, string name, DateOnly on, ListAgreementAlertsRequest request)
    {
        var agreement = entries.Message<Agreement>(name);
        if (agreement.State is not (AgreementState.Signed or AgreementState.InForce or AgreementState.Suspended))
        {
            yield break;
        }

        var entry = entries.Find(name)!;
        if (DateRules.Latest(agreement.Term) is { } end)
        {
            var over = DateRules.Before(agreement.Term, on);
            if (over != DateAnswer.No)
            {
                yield return new AgreementAlert { Agreement = entry, Kind = AgreementAlertKind.TermOver, Answer = over, Date = agreement.Term, Message = $"The term {agreement.Term.Edtf} is over; the record says {entry.State}." };
            }
            else if (end <= on.AddDays(request.WithinDays == 0 ? WithinDays : request.WithinDays))
            {
                yield return new AgreementAlert { Agreement = entry, Kind = AgreementAlertKind.Expiring, Answer = DateAnswer.Certainly, Date = agreement.Term, Message = $"The term ends by {end:yyyy-MM-dd}." };
            }
        }

        var since = on.AddDays(-(request.DormantDays == 0 ? DormantDays : request.DormantDays));
        var came = graph.From(name).Select(s => entries.Find(s.Step.To)).OfType<BriefEntry>().Where(e => e.Date is { Edtf.Length: > 0 }).Select(e => e.Date).Append(AgreementTerms.Signed(agreement)).OfType<DateValue>().ToList();
        var last = came.MaxBy(d => DateRules.Latest(d) ?? DateOnly.MaxValue);
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
