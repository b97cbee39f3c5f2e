using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>From a lead to a contract, from a project's tender to its supplier, and back to what it came from.</summary>
public sealed class LeadTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Approver => fixture.Service.Channel(Role.Editor, Role.Approver);

    private LeadService.LeadServiceClient Leads => new(Approver);

    private BidService.BidServiceClient Bids => new(Approver);

    private ContractService.ContractServiceClient Contracts => new(Approver);

    private TenderService.TenderServiceClient Tenders => new(Approver);

    private CreditService.CreditServiceClient Credits => new(fixture.Service.Channel(Role.Viewer));

    [Fact]
    public async Task One_contract_is_credited_to_the_course_and_the_memorandum()
    {
        var lead = await LeadAsync("matchings/day-one", "courses/advanced/editions/2018", "agreements/mois-idb");
        await Leads.StartBiddingLeadAsync(new TransitionRequest { Name = lead });
        var bid = (await Bids.CreateBidAsync(new CreateBidRequest { Bid = new Bid { Lead = lead, Bidder = new Party { AsPrinted = "A company" }, Offers = { Sample.Won("90", MoneyKind.Requested) } } })).Name;
        await Bids.SubmitBidAsync(new TransitionRequest { Name = bid });
        var contract = Contract(lead, bid);
        Assert.Equal("bid NOT_WON", await Refused.OutcomeAsync(() => Contracts.CreateContractAsync(new CreateContractRequest { Contract = contract })));
        await Bids.WinBidAsync(new TransitionRequest { Name = bid });
        var name = (await Contracts.CreateContractAsync(new CreateContractRequest { Contract = contract })).Name;
        Assert.Equal("state NO_CONTRACT", await Refused.OutcomeAsync(() => Leads.WinLeadAsync(new TransitionRequest { Name = lead })));
        Assert.Equal("signed REQUIRED", await Refused.OutcomeAsync(() => Contracts.SignContractAsync(new TransitionRequest { Name = name })));
        await Contracts.UpdateContractAsync(new UpdateContractRequest { Contract = new Contract { Name = name, Signed = new DateValue { Edtf = "2019-03" } } });
        await Contracts.SignContractAsync(new TransitionRequest { Name = name });
        await Leads.WinLeadAsync(new TransitionRequest { Name = lead });

        var credits = (await Credits.GetCreditsAsync(new GetCreditsRequest { Name = name })).Credits;
        Assert.Equal(["agreements/mois-idb", "courses/advanced", "courses/advanced/editions/2018", lead, "matchings/day-one"], credits.Select(c => c.Resource));
        Assert.Equal(["courses/advanced/editions/2018"], credits.Single(c => c.Resource == "courses/advanced").Via);
        foreach (var credited in new[] { "courses/advanced", "agreements/mois-idb", "matchings/day-one" })
        {
            var outcome = await Credits.GetOutcomeAsync(new GetOutcomeRequest { Activity = credited });
            Assert.Equal((1, 1, "about 85 USD"), (outcome.Leads, outcome.Contracts, outcome.Value.Single().Text));
            Assert.Equal([name], outcome.ContractNames);
        }

        Assert.Equal(0, (await Credits.GetOutcomeAsync(new GetOutcomeRequest { Activity = "courses/adv" })).Leads);
    }

    [Fact]
    public async Task Credit_goes_on_along_fields_and_links_to_delegation_program_and_agreement()
    {
        var programs = new ProgramService.ProgramServiceClient(Approver);
        var program = (await programs.CreateProgramAsync(new CreateProgramRequest { Program = new() { Names = { new Name { Text = "Caravans" } } } })).Name;
        var delegation = (await new DelegationService.DelegationServiceClient(Approver).CreateDelegationAsync(new CreateDelegationRequest { Delegation = new Delegation { Names = { new Name { Text = "Caravan" } }, Program = program, Legs = { new Leg { Key = "a", Country = "countries/PY" } } } })).Name;
        var engagement = (await new EngagementService.EngagementServiceClient(Approver).CreateEngagementAsync(new CreateEngagementRequest { Engagement = new Engagement { Kind = EngagementKind.Forum, Delegation = delegation } })).Name;
        await new LinkService.LinkServiceClient(Approver).CreateLinkAsync(new CreateLinkRequest { Link = new Link { From = engagement, To = "agreements/paraguay", Kind = LinkKind.FollowUpOf } });
        var lead = await LeadAsync(engagement);
        var second = await LeadAsync(delegation);

        var credits = (await Credits.GetCreditsAsync(new GetCreditsRequest { Name = lead })).Credits.Select(c => c.Resource);
        Assert.Equal(new[] { "agreements/paraguay", delegation, engagement, program }.Order(StringComparer.Ordinal), credits);
        Assert.Equal(new[] { lead, second }.Order(StringComparer.Ordinal), (await Credits.GetOutcomeAsync(new GetOutcomeRequest { Activity = program })).LeadNames);
        Assert.Equal([lead], (await Credits.GetOutcomeAsync(new GetOutcomeRequest { Activity = "agreements/paraguay" })).LeadNames);
        Assert.Equal([("attributions[1].resource", "DUPLICATE")], await Refused.InvalidAsync(() => Leads.CreateLeadAsync(new CreateLeadRequest { Lead = Lead(program, program) })));
    }

    [Fact]
    public async Task A_project_buys_by_tender_award_and_contract()
    {
        var project = (await new ProjectService.ProjectServiceClient(Approver).CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project("", "100") })).Name;
        var tender = (await Tenders.CreateTenderAsync(new CreateTenderRequest { Parent = project, Tender = new Tender { Kind = TenderKind.Open, Titles = { new Name { Text = "Servers" } } } })).Name;
        var bids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            bids.Add((await Bids.CreateBidAsync(new CreateBidRequest { Bid = new Bid { Tender = tender, Bidder = new Party { AsPrinted = $"Supplier {i}" } } })).Name);
        }

        Assert.Equal("tender TENDER_NOT_OPEN", await Refused.OutcomeAsync(() => Bids.SubmitBidAsync(new TransitionRequest { Name = bids[0] })));
        await Tenders.PublishTenderAsync(new TransitionRequest { Name = tender });
        foreach (var bid in bids)
        {
            await Bids.SubmitBidAsync(new TransitionRequest { Name = bid });
        }

        await Tenders.EvaluateTenderAsync(new TransitionRequest { Name = tender });
        Assert.Equal("awarded_bid REQUIRED", await Refused.OutcomeAsync(() => Tenders.AwardTenderAsync(new TransitionRequest { Name = tender })));
        await Tenders.UpdateTenderAsync(new UpdateTenderRequest { Tender = new Tender { Name = tender, AwardedBid = bids[1] } });
        Assert.Equal("tender NOT_AWARDED", await Refused.OutcomeAsync(() => Bids.WinBidAsync(new TransitionRequest { Name = bids[1] })));
        await Tenders.AwardTenderAsync(new TransitionRequest { Name = tender });

        var won = await Task.WhenAll(bids.Select(b => Refused.OutcomeAsync(() => Bids.WinBidAsync(new TransitionRequest { Name = b }))));
        Assert.Equal(["tender NOT_AWARDED", "OK", "tender NOT_AWARDED", "tender NOT_AWARDED"], won.Select(w => w.Split(',')[0]));
        var supply = Contract("", bids[1]);
        (supply.Kind, supply.Tender, supply.Project) = (ContractKind.Procurement, tender, project);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Refused.OutcomeAsync(() => Contracts.CreateContractAsync(new CreateContractRequest { Contract = supply }))));
        Assert.Single(results, "OK");
        Assert.All(results.Where(r => r != "OK"), r => Assert.Equal("bid DUPLICATE", r));

        var contract = (await Contracts.ListContractsAsync(new ListRequest { Filter = $"project = \"{project}\"" })).Contracts.Single();
        var ledger = new Ledger(fixture);
        var paid = Ledger.Entry(project, MoneyKind.Committed, "85");
        paid.Contract = contract.Name;
        await ledger.BookAsync(paid);
        Assert.Equal([paid.Money.Amount], (await ledger.Entries.ListLedgerEntriesAsync(new ListRequest { Filter = $"contract = \"{contract.Name}\"" })).LedgerEntries.Select(e => e.Money.Amount));
    }

    private static Lead Lead(params string[] attributed) => new()
    {
        Titles = { new Name { Text = "Procurement portal" } },
        Country = "countries/PE",
        Customer = new Party { AsPrinted = "A ministry" },
        Attributions = { attributed.Select(a => new Attribution { Resource = a, Certainty = Certainty.Stated }) },
    };

    private async Task<string> LeadAsync(params string[] attributed) => (await Leads.CreateLeadAsync(new CreateLeadRequest { Lead = Lead(attributed) })).Name;

    private static Contract Contract(string lead, string bid) => new()
    {
        Kind = ContractKind.Export,
        Titles = { new Name { Text = "Portal" } },
        Supplier = new Party { AsPrinted = "A company" },
        Customer = new Party { AsPrinted = "A ministry" },
        Lead = lead,
        Bid = bid,
        Value = { new Money { Amount = "85", CurrencyCode = "USD", Qualifier = Qualifier.About, Kind = MoneyKind.Committed } },
    };
}
