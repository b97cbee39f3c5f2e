using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.ApprovalRules;
using EGovPlatform.ActivitiesService.ExchangeRates;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>The way of an entry into the books: submitted by one person, approved by as many others as the rules ask for.</summary>
public sealed class LedgerBooking(Resource<LedgerEntry> entries, TimeProvider time)
{
    /// <summary>Submits an entry; one that needs no approval is booked at once. Answers with the verb of the change.</summary>
    public async Task<string?> SubmitAsync(LedgerEntry entry, TransitionRequest request, string subject, Neighbors neighbors)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(request);
        var verb = entries.Move(entry, LedgerEntryState.Submitted, request);
        entry.SubmittedBy = subject;
        entry.Approvals.Clear();
        entry.ApprovalsNeeded = await ApprovalRuleTable.NeededAsync(entry.Money, neighbors);

        // The sources given stand on the record already.
        return entry.ApprovalsNeeded > 0 ? verb : await BookAsync(entry, new TransitionRequest { Effective = request.Effective, Known = request.Known, DecidedBy = request.DecidedBy, Reason = request.Reason }, neighbors);
    }

    /// <summary>Adds an approval, and books the entry with the last one needed.</summary>
    public async Task<string?> ApproveAsync(LedgerEntry entry, TransitionRequest request, string subject, Neighbors neighbors)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(request);
        if (entry.State != LedgerEntryState.Submitted)
        {
            return await BookAsync(entry, request, neighbors);
        }

        if (subject == entry.SubmittedBy || entry.Approvals.Any(a => a.By == subject))
        {
            throw Errors.InvalidField("name", "OTHER_PERSON", "Who submitted or approved it already cannot approve it; another person can.");
        }

        var now = time.GetUtcNow();
        entry.Approvals.Add(new LedgerApproval { By = subject, Time = Timestamp.FromDateTimeOffset(now.AddTicks(-(now.Ticks % 10))), Reason = request.Reason });
        entry.ApprovalsNeeded = await ApprovalRuleTable.NeededAsync(entry.Money, neighbors);
        return entry.Approvals.Count < entry.ApprovalsNeeded ? "approved" : await BookAsync(entry, request, neighbors);
    }

    private async Task<string?> BookAsync(LedgerEntry entry, TransitionRequest request, Neighbors neighbors)
    {
        var verb = entries.Move(entry, LedgerEntryState.Booked, request);
        entry.BookedValue = await ValueAsync(entry, neighbors);
        return verb;
    }

    // The rate of the day, as known now; a better one that comes later changes nothing.
    private static async Task<BookedValue?> ValueAsync(LedgerEntry entry, Neighbors neighbors)
    {
        var from = entry.Money.CurrencyCode;
        if ((await LedgerPeriods.OfAsync(entry, neighbors))?.CurrencyCode is not { Length: > 0 } books || books == from
            || DateRules.Earliest(entry.Date) is not { } day || DateRules.Latest(entry.Date) != day || Amounts.Parse(entry.Money.Amount) is not { } amount)
        {
            return null;
        }

        var candidates = await neighbors.WhereAsync(ExchangeRateTable.Type, sql => RateChoice.Candidates(sql, from, books, day, RateChoice.MaxAgeDays), keep: true);
        return RateChoice.Pick(candidates, from, day) is { } rate && RateChoice.Convert(amount, from, books, rate) is { } value
            ? new BookedValue { Amount = value, CurrencyCode = books, ExchangeRate = rate.Name, Rate = rate.Rate, RateDate = rate.Date.Clone(), Inverted = rate.BaseCurrency != from }
            : null;
    }
}
