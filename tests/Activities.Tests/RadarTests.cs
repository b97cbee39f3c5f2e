using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>Two agencies in one country, on one topic, at one time: seen before anything is approved.</summary>
public sealed class RadarTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Approver => fixture.Service.Channel(Role.Editor, Role.Approver);

    private EngagementService.EngagementServiceClient Engagements => new(Approver);

    private DelegationService.DelegationServiceClient Delegations => new(Approver);

    [Fact]
    public async Task A_second_forum_in_Lima_by_another_agency_is_seen_before_approval()
    {
        var first = await LimaForumAsync();
        var second = Forum("countries/PE", "2018-05-29", "organizations/nia", "smart city");

        var preview = await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = second, ValidateOnly = true });
        Assert.Contains(preview.Record.Warnings, w => w.Rule == "DUPLICATION" && w.Message.Contains(first.Name, StringComparison.Ordinal) && w.Message.Contains("organizations/mois", StringComparison.Ordinal));

        var stored = await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = second });
        var confirmed = await Engagements.ConfirmEngagementAsync(new TransitionRequest { Name = stored.Name });
        Assert.Contains("DUPLICATION", confirmed.Record.Warnings.Select(w => w.Rule));
    }

    [Theory]
    [InlineData("countries/PE", "2018-06-28", "organizations/nia", "Smart City", true)]
    [InlineData("countries/PE", "2018-06-29", "organizations/nia", "Smart City", false)]
    [InlineData("countries/PE", "2018-04-29", "organizations/nia", "Smart City", true)]
    [InlineData("countries/PE", "2018-05", "organizations/nia", "", true)]
    [InlineData("countries/PE", "", "organizations/nia", "Smart City", false)]
    [InlineData("countries/PE", "2018-05-29", "organizations/nia", "Land registry", false)]
    [InlineData("countries/PE", "2018-05-29", "organizations/mois", "Smart City", false)]
    [InlineData("countries/PY", "2018-05-29", "organizations/nia", "Smart City", false)]
    public async Task Country_topic_window_and_agency_all_count(string country, string planned, string agency, string topic, bool seen)
    {
        var first = await LimaForumAsync();
        var stored = await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = Forum(country, planned, agency, topic), ValidateOnly = true });

        Assert.Equal(seen, stored.Record.Warnings.Any(w => w.Rule == "DUPLICATION" && w.Message.StartsWith(first.Name + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_delegation_sees_the_meetings_of_others_and_not_its_own()
    {
        var own = await Delegations.CreateDelegationAsync(new CreateDelegationRequest { Delegation = Visit("organizations/molit", "countries/VN", "2019-03-01/2019-03-05") });
        var meeting = Forum("countries/VN", "2019-03-02", "organizations/keis", "e-procurement");
        meeting.Delegation = own.Name;
        var inside = await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = meeting });
        Assert.DoesNotContain("DUPLICATION", inside.Record.Warnings.Select(w => w.Rule));

        var approved = await Delegations.ApproveDelegationAsync(new TransitionRequest { Name = (await Delegations.CreateDelegationAsync(new CreateDelegationRequest { Delegation = Visit("organizations/pps", "countries/VN", "2019-03-20") })).Name });
        Assert.Equal([own.Name, inside.Name], approved.Record.Warnings.Where(w => w.Rule == "DUPLICATION").Select(w => w.Message.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    // As the notice of June 2018 has it: held by the delegation's ministry.
    private async Task<Engagement> LimaForumAsync()
    {
        var forum = Forum("countries/PE", "", "organizations/mois", "Smart City");
        forum.Date = new DateValue { Edtf = "2018-05-29" };
        forum.State = EngagementState.Held;
        forum.Record = new Record { Historical = true };
        return await Engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = forum });
    }

    private static Engagement Forum(string country, string planned, string agency, string topic)
    {
        var forum = new Engagement { Kind = EngagementKind.Forum, Country = country, Parties = { new Party { Resource = agency, Role = PartyRole.Host }, new Party { Resource = country, Role = PartyRole.Counterpart } } };
        if (planned.Length > 0)
        {
            forum.Planned.Add(new PlannedDate { Planned = new DateValue { Edtf = planned } });
        }

        if (topic.Length > 0)
        {
            forum.Topics.Add(topic);
        }

        return forum;
    }

    private static Delegation Visit(string owner, string country, string period) => new()
    {
        Names = { new Name { Text = "Visit" } },
        Owners = { new Party { Resource = owner, Role = PartyRole.Lead } },
        Legs = { new Leg { Key = "a", Country = country } },
        Topics = { "E-Procurement" },
        Planned = { new PlannedDate { Planned = new DateValue { Edtf = period } } },
    };
}
