using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>What projects and missions hand over: outputs, experts, exhibits, reports, decisions.</summary>
public sealed class OutputTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Approver => fixture.Service.Channel(Role.Editor, Role.Approver);

    [Fact]
    public async Task A_master_plan_is_delivered_by_a_running_project_and_accepted_with_proof()
    {
        var projects = new ProjectService.ProjectServiceClient(Approver);
        var outputs = new OutputService.OutputServiceClient(Approver);
        var project = await projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project("", "1") });
        var output = await outputs.CreateOutputAsync(new CreateOutputRequest { Parent = project.Name, Output = new Output { Kind = ProjectOutputKind.MasterPlan, Titles = { new Name { Text = "Master plan" } } } });

        Assert.Equal([("parent", "PROJECT_NOT_RUNNING")], await Refused.InvalidAsync(() => outputs.DeliverOutputAsync(new TransitionRequest { Name = output.Name })));
        await projects.StartProjectAsync(new TransitionRequest { Name = project.Name });
        await outputs.DeliverOutputAsync(new TransitionRequest { Name = output.Name });
        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => outputs.ReturnOutputAsync(new TransitionRequest { Name = output.Name })));
        Assert.Equal([("record.evidence", "EVIDENCE")], await Refused.InvalidAsync(() => outputs.AcceptOutputAsync(new TransitionRequest { Name = output.Name })));
        var accepted = await outputs.AcceptOutputAsync(new TransitionRequest { Name = output.Name, Sources = { new FactSource { Publication = "publications/acceptance" } } });
        Assert.Equal(OutputState.Accepted, accepted.State);
    }

    [Fact]
    public async Task An_expert_goes_with_terms_of_reference_and_is_appraised()
    {
        var dispatches = new ExpertDispatchService.ExpertDispatchServiceClient(Approver);
        var dispatch = new ExpertDispatch { Expert = new DispatchedExpert { AsPrinted = "procurement expert" }, Host = new Party { Resource = "countries/CR" }, Country = "countries/CR" };
        Assert.Equal([("expert", "RESOURCE_OR_AS_PRINTED"), ("host", "RESOURCE_OR_AS_PRINTED")], await Refused.InvalidAsync(() => dispatches.CreateExpertDispatchAsync(new CreateExpertDispatchRequest { ExpertDispatch = new ExpertDispatch() })));
        var name = (await dispatches.CreateExpertDispatchAsync(new CreateExpertDispatchRequest { ExpertDispatch = dispatch })).Name;

        Assert.Equal([("terms_of_reference", "REQUIRED")], await Refused.InvalidAsync(() => dispatches.ApproveExpertDispatchAsync(new TransitionRequest { Name = name })));
        await dispatches.UpdateExpertDispatchAsync(new UpdateExpertDispatchRequest { ExpertDispatch = new ExpertDispatch { Name = name, TermsOfReference = { new TermOfReference { Key = "a", Text = "Review the tender rules" } } } });
        await dispatches.ApproveExpertDispatchAsync(new TransitionRequest { Name = name });
        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => dispatches.CancelExpertDispatchAsync(new TransitionRequest { Name = name })));
        await dispatches.DispatchExpertDispatchAsync(new TransitionRequest { Name = name });
        await dispatches.ReturnExpertDispatchAsync(new TransitionRequest { Name = name });
        Assert.Equal([("appraisals", "REQUIRED")], await Refused.InvalidAsync(() => dispatches.AppraiseExpertDispatchAsync(new TransitionRequest { Name = name })));
        await dispatches.UpdateExpertDispatchAsync(new UpdateExpertDispatchRequest { ExpertDispatch = new ExpertDispatch { Name = name, Appraisals = { new Appraisal { By = new Party { Resource = "countries/CR" }, MarkAsPrinted = "4 of 5" } } } });
        Assert.Equal(ExpertDispatchState.Appraised, (await dispatches.AppraiseExpertDispatchAsync(new TransitionRequest { Name = name })).State);
    }

    [Fact]
    public async Task Exhibits_are_shown_at_road_shows()
    {
        var engagements = new EngagementService.EngagementServiceClient(Approver);
        var exhibits = new ExhibitService.ExhibitServiceClient(Approver);
        var forum = await engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = new Engagement { Kind = EngagementKind.Forum } });
        var show = await engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = new Engagement { Kind = EngagementKind.RoadShow, Mode = EngagementMode.Hybrid } });
        var exhibit = new Exhibit { Exhibitor = new Party { AsPrinted = "A computing centre" }, Subject = "Cyber security system" };

        Assert.Equal([("parent", "NOT_A_ROAD_SHOW")], await Refused.InvalidAsync(() => exhibits.CreateExhibitAsync(new CreateExhibitRequest { Parent = forum.Name, Exhibit = exhibit })));
        Assert.Equal([("exhibitor", "RESOURCE_OR_AS_PRINTED"), ("subject", "REQUIRED")], await Refused.InvalidAsync(() => exhibits.CreateExhibitAsync(new CreateExhibitRequest { Parent = show.Name, Exhibit = new Exhibit() })));
        var stored = await exhibits.CreateExhibitAsync(new CreateExhibitRequest { Parent = show.Name, Exhibit = exhibit });
        Assert.Equal([stored.Name], (await exhibits.ListExhibitsAsync(new ListRequest { Parent = show.Name, Filter = "cyber" })).Exhibits.Select(e => e.Name));
    }

    [Fact]
    public async Task A_delegation_reports_before_it_is_closed_and_a_change_of_plan_has_someone_who_decided()
    {
        var delegations = new DelegationService.DelegationServiceClient(Approver);
        var delegation = new Delegation { Names = { new Name { Text = "Visit" } }, Legs = { new Leg { Key = "a", Country = "countries/VN" } }, Direction = DelegationDirection.Outbound };
        var name = (await delegations.CreateDelegationAsync(new CreateDelegationRequest { Delegation = delegation })).Name;

        Assert.Equal([("record.transitions", "REASON"), ("record.transitions", "DECIDED_BY")], await Refused.InvalidAsync(() => delegations.PostponeDelegationAsync(new TransitionRequest { Name = name })));
        var postponed = await delegations.PostponeDelegationAsync(new TransitionRequest { Name = name, Reason = "Elections", DecidedBy = "The minister" });
        Assert.Equal("The minister", postponed.Record.Transitions[^1].DecidedBy);
        await delegations.ApproveDelegationAsync(new TransitionRequest { Name = name });
        await delegations.DispatchDelegationAsync(new TransitionRequest { Name = name });
        await delegations.ReturnDelegationAsync(new TransitionRequest { Name = name });
        Assert.Equal([("report", "REQUIRED")], await Refused.InvalidAsync(() => delegations.ReportDelegationAsync(new TransitionRequest { Name = name })));

        var report = new MissionReport { Summary = "Talks on procurement", Outcomes = { new MissionOutcome { Key = "a", Text = "A joint study" } } };
        await delegations.UpdateDelegationAsync(new UpdateDelegationRequest { Delegation = new Delegation { Name = name, Report = report } });
        Assert.Equal(DelegationState.Reported, (await delegations.ReportDelegationAsync(new TransitionRequest { Name = name })).State);
        Assert.Equal([name], (await delegations.ListDelegationsAsync(new ListRequest { Filter = "direction = OUTBOUND \"joint study\"" })).Delegations.Select(d => d.Name));
    }

    [Fact]
    public async Task Minutes_keep_decisions_by_item()
    {
        var engagements = new EngagementService.EngagementServiceClient(Approver);
        var meeting = new Engagement
        {
            Kind = EngagementKind.ExpertMeeting,
            Agenda = { new AgendaItem { Key = "one", Title = "Data" } },
            Decisions = { new MeetingDecision { Key = "a", Text = "Exchange samples", AgendaItem = "one" }, new MeetingDecision { Key = "a", AgendaItem = "two" } },
        };

        Assert.Equal(
            [("decisions[1].key", "DUPLICATE"), ("decisions[1].text", "REQUIRED"), ("decisions[1].agenda_item", "UNKNOWN_KEY")],
            await Refused.InvalidAsync(() => engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = meeting })));
        meeting.Decisions.RemoveAt(1);
        Assert.Single((await engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = meeting })).Decisions);
    }
}
