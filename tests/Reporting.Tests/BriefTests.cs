using EGovPlatform.Common.V1;
using Grpc.Core;

namespace EGovPlatform.Reporting.Tests;

/// <summary>One country over all services.</summary>
public sealed class BriefTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    [Fact]
    public async Task Peru()
    {
        var brief = await notices.Mart.BriefAsync("countries/PE");
        Assert.Contains(brief.Names, n => n.Text == "페루");
        Assert.Equal(["delegations/latin-america-caravan-2018"], brief.Delegations.Select(e => e.Name));
        Assert.Equal(4, brief.Engagements.Count);
        Assert.Equal(["cooperationCenters/korea-peru"], brief.CooperationCenters.Select(e => e.Name));
        Assert.Equal(["courses/advanced-egov-training/editions/2018"], brief.Courses.Select(e => e.Name));
        Assert.Equal("about 15", brief.Courses[0].Count.Text);
        Assert.Equal(["organizations/red-gealc"], brief.Memberships.Select(e => e.Name));
        Assert.Equal(["people/juan-carlos-cortes", "people/marushka-chocobar"], brief.People.Select(e => e.Name));
        Assert.Equal(["followUps/san-isidro-support"], brief.OpenFollowUps.Select(e => e.Name));
        Assert.Equal(["programs/latin-america-caravan"], brief.Programs.Select(e => e.Name));
        Assert.Equal(2, brief.Projects.Count);
        Assert.Equal(2, brief.Publications.Count);
        Assert.Empty(brief.Agreements);
        Assert.Equal(["about 120", "about 120"], brief.Engagements.Where(e => e.Count.UnknownTerms == 0).Select(e => e.Count.Text));
    }

    [Fact]
    public async Task Shows_rival_values_and_what_is_missing_from_a_stated_list()
    {
        var delegation = Assert.Single((await notices.Mart.BriefAsync("countries/PE")).Delegations);
        Assert.Equal(["period", "topics"], delegation.Warnings.Where(w => w.Rule == "RIVAL_VALUES").Select(w => w.FieldPath));
        var rival = delegation.Warnings.First(w => w.Rule == "RIVAL_VALUES");
        Assert.Contains("2018-05-28/2018-06-01", rival.Message, StringComparison.Ordinal);
        Assert.Contains("publications/mois-2018-06-26, paragraph 9", rival.Message, StringComparison.Ordinal);
        Assert.Equal("9 stated, at least 7 identified, at most 2 missing", Assert.Single(delegation.Warnings, w => w.Rule == "STATED_LIST_DIFFERS").Message);
        Assert.NotEmpty(delegation.Sources);
    }

    [Fact]
    public async Task Paraguay_has_its_agreement() =>
        Assert.Equal("2017-09", Assert.Single((await notices.Mart.BriefAsync("countries/PY")).Agreements).Date.Edtf);

    [Theory]
    [InlineData("countries/QQ", StatusCode.NotFound)]
    [InlineData("Peru", StatusCode.InvalidArgument)]
    public async Task Refuses_what_is_no_country(string name, StatusCode expected) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(() => notices.Mart.BriefAsync(name))).StatusCode);
}
