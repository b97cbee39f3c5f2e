using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Agreements;
using EGovPlatform.ReportingService.Mart;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.Reporting.Tests;

/// <summary>From agreements to what came of them, and back.</summary>
public sealed class AgreementReportTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    private const string Paraguay = "agreements/korea-paraguay-2017";
    private const string Argentina = "agreements/argentina-mois-2016";

    private AgreementReports Reports => new(new MartReader(notices.Mart.Source), new ConfigurationBuilder().Build());

    [Fact]
    public async Task An_agreement_leads_to_what_says_that_it_rests_on_it()
    {
        var graph = await GraphAsync(Paraguay);
        var forum = Assert.Single(graph.Nodes, n => n.Entry.Name == "engagements/korea-paraguay-forum-2018");
        Assert.Equal((LinkKind.FollowUpOf, Paraguay, 1), (forum.Link, forum.Via, forum.Depth));
        Assert.DoesNotContain(graph.Nodes, n => n.Entry.Name.Contains("peru", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_only_shares_a_partner_stands_apart_and_proves_nothing()
    {
        var graph = await GraphAsync(Argentina);
        Assert.Equal(["nationalPlans/argentina-open-government"], graph.Nodes.Select(n => n.Entry.Name));
        Assert.Contains(graph.BetweenTheParties, e => e.Name == "courses/advanced-egov-training/editions/2018");
        Assert.DoesNotContain(graph.BetweenTheParties, e => e.Name == "engagements/korea-paraguay-forum-2018");
    }

    [Fact]
    public async Task An_activity_is_covered_by_one_by_several_or_by_none_proved()
    {
        var forum = await CoveringAsync("engagements/korea-paraguay-forum-2018");
        Assert.Equal(CoverAnswer.One, forum.Answer);
        Assert.Equal((Paraguay, true), (forum.Agreements[0].Agreement.Name, forum.Agreements[0].Stated));
        var seminar = await CoveringAsync("engagements/korea-peru-seminar-2018");
        Assert.Equal(CoverAnswer.NoneProved, seminar.Answer);
        Assert.DoesNotContain(seminar.Agreements, a => a.Agreement.Name == Paraguay);
        var before = await Reports.CoveringAsync(new FindCoveringAgreementsRequest { Parties = { "countries/PY" }, Date = "2017-08" }, MartUnderTest.Staff, CancellationToken.None);
        Assert.DoesNotContain(before.Agreements, a => a.Agreement.Name == Paraguay);
        var after = await Reports.CoveringAsync(new FindCoveringAgreementsRequest { Parties = { "countries/PY" }, Date = "2018" }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal((CoverAnswer.NoneProved, DateAnswer.Possibly), (after.Answer, after.Agreements.Single(a => a.Agreement.Name == Paraguay).InForce));
    }

    [Fact]
    public async Task An_agreement_nothing_has_come_of_for_long_raises_an_alert_on_later_pages_too()
    {
        var alerts = new AgreementAlerts(new MartReader(notices.Mart.Source), TimeProvider.System);
        var request = new ListAgreementAlertsRequest { On = "2026-11-22", PageSize = 1 };
        var found = new List<AgreementAlert>();
        do
        {
            var page = await alerts.ListAsync(request, MartUnderTest.Staff, CancellationToken.None);
            found.AddRange(page.Alerts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        var paraguay = Assert.Single(found, a => a.Agreement.Name == Paraguay);
        Assert.Equal((AgreementAlertKind.Dormant, DateAnswer.Certainly, "2018-06-01"), (paraguay.Kind, paraguay.Answer, paraguay.Date.Edtf));
        var soon = await alerts.ListAsync(new ListAgreementAlertsRequest { On = "2018-07-01" }, MartUnderTest.Staff, CancellationToken.None);
        Assert.DoesNotContain(soon.Alerts, a => a.Agreement.Name == Paraguay);
    }

    private Task<AgreementGraph> GraphAsync(string name) => Reports.GraphAsync(new GetAgreementGraphRequest { Name = name }, MartUnderTest.Staff, CancellationToken.None);

    private Task<FindCoveringAgreementsResponse> CoveringAsync(string activity) =>
        Reports.CoveringAsync(new FindCoveringAgreementsRequest { Activity = activity }, MartUnderTest.Staff, CancellationToken.None);
}
