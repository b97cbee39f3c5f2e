using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Sandbox;

/// <summary>Resets that find booked money. It stays for good, so these have a sandbox of their own.</summary>
public sealed class BookedResetTests(SandboxPlatform platform) : IClassFixture<SandboxPlatform>
{
    [Fact]
    public async Task Booked_entries_stay_with_what_they_name_and_the_new_seed_has_no_money()
    {
        await platform.ResetAsync();
        var entries = new LedgerEntryService.LedgerEntryServiceClient(Inside("activities", Role.Editor, Role.Approver));
        var projects = new ProjectService.ProjectServiceClient(Inside("activities", Role.Editor, Role.Approver));
        var balances = new LedgerService.LedgerServiceClient(Inside("activities", Role.Viewer));
        var project = await projects.GetProjectAsync(new GetRequest { Name = "projects/~sandbox~master-plan" });
        var booked = await DraftAsync();
        await entries.SubmitLedgerEntryAsync(new TransitionRequest { Name = booked.Name });
        var draft = await DraftAsync();
        var balance = await balances.GetBalanceAsync(new GetBalanceRequest { Activity = project.Name });
        Assert.NotEmpty(balance.Comparisons);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var result = await platform.ResetAsync();

            Assert.Equal(
                [(booked.Name, "FIELD_LOCKED"), (project.Name, "STILL_REFERENCED")],
                result.Kept.Select(k => (k.Record, k.Reason)).OrderBy(k => k.Record, StringComparer.Ordinal));
            Assert.DoesNotContain(draft.Name, await platform.LiveAsync());
            Assert.Empty((await projects.GetProjectAsync(new GetRequest { Name = project.Name })).Program);
            Assert.Equal([.. result.Seeded.Concat([booked.Name, project.Name]).Order(StringComparer.Ordinal)], await platform.LiveAsync());
            Assert.Equal(balance.Comparisons, (await balances.GetBalanceAsync(new GetBalanceRequest { Activity = project.Name })).Comparisons);
            var anew = await projects.GetProjectAsync(new GetRequest { Name = "projects/~sandbox~master-plan" });
            Assert.Contains(anew.Name, result.Seeded);
            Assert.Empty((await balances.GetBalanceAsync(new GetBalanceRequest { Activity = anew.Name })).Comparisons);
        }

        async Task<LedgerEntry> DraftAsync() => await entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest
        {
            LedgerEntry = new LedgerEntry { Activity = project.Name, Date = new DateValue { Edtf = "2026-03-05" }, Money = new Money { Amount = "1000", CurrencyCode = "KRW", Kind = MoneyKind.Approved } },
        });
    }

    private ChannelBase Inside(string service, params Role[] roles) => platform.As(service, SandboxPlatform.Workspace, roles);
}
