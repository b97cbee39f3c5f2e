using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>A ledger under test: entries made, submitted and approved by people of their own.</summary>
public sealed class Ledger(ActivitiesFixture fixture)
{
    public LedgerEntryService.LedgerEntryServiceClient Entries { get; } = new(fixture.Service.Channel(Role.Editor, Role.Approver));

    public LedgerService.LedgerServiceClient Answers { get; } = new(fixture.Service.Channel(Role.Viewer));

    public ProjectService.ProjectServiceClient Projects { get; } = new(fixture.Service.Channel(Role.Editor, Role.Approver));

    public AccountingPeriodService.AccountingPeriodServiceClient Periods { get; } = new(fixture.Service.Channel(Role.Approver));

    public ExchangeRateService.ExchangeRateServiceClient Rates { get; } = new(fixture.Service.Channel(Role.Editor));

    public ApprovalRuleService.ApprovalRuleServiceClient Rules { get; } = new(fixture.Service.Channel(Role.Approver));

    public static LedgerEntry Entry(string activity, MoneyKind kind, string amount, string date = "2018-03-05", string currency = "KRW") => new()
    {
        Activity = activity,
        Money = new Money { Amount = amount, CurrencyCode = currency, Kind = kind },
        Date = new DateValue { Edtf = date },
    };

    public static LedgerEntry Past(LedgerEntry entry)
    {
        (entry.State, entry.Record) = (LedgerEntryState.Booked, new Record { Historical = true });
        return entry;
    }

    public async Task<Project> ProjectAsync(string approved, params BudgetComponent[] components)
    {
        var project = Sample.Project("", approved);
        project.Components.Add(components);
        return await Projects.CreateProjectAsync(new CreateProjectRequest { Project = project });
    }

    public async Task<LedgerEntry> DraftAsync(LedgerEntry entry) => await Entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest { LedgerEntry = entry });

    /// <summary>Makes an entry and submits it; without a rule that asks for approvals it is booked.</summary>
    public async Task<LedgerEntry> BookAsync(LedgerEntry entry) => await Entries.SubmitLedgerEntryAsync(new TransitionRequest { Name = (await DraftAsync(entry)).Name });

    /// <summary>How booking ends: OK, or the error.</summary>
    public async Task<string> OutcomeAsync(LedgerEntry entry)
    {
        var name = (await DraftAsync(entry)).Name;
        return await Refused.OutcomeAsync(() => Entries.SubmitLedgerEntryAsync(new TransitionRequest { Name = name }));
    }

    public async Task<BalanceComparison> CompareAsync(string activity, string component = "", string currency = "KRW") =>
        (await Answers.GetBalanceAsync(new GetBalanceRequest { Activity = activity })).Comparisons.Single(c => c.Component == component && c.CurrencyCode == currency);

    public static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
