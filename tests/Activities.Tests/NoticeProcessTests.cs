using System.Text.Json;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Google.Protobuf;

namespace EGovPlatform.Activities.Tests;

/// <summary>
/// The round of July 2017 as live work: from the survey to seven projects by the calls alone. Weights, scores and members
/// are made up, since the notice tells none; the seven projects, their leads and targets are its own.
/// </summary>
public sealed class NoticeProcessTests(SelectionFixture fixture) : IClassFixture<SelectionFixture>
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    [Fact]
    public async Task From_the_survey_to_seven_projects_with_an_employee_of_a_lead_kept_from_judging_it()
    {
        var room = new CouncilRoom(fixture);
        var noticed = await NoticedAsync();
        var leads = noticed.Select(p => p.Parties[0].Resource).ToList();
        await OwnersAsync(room, noticed);

        // Round and survey: the seven answers that became projects, and two that did not.
        var program = await new ProgramService.ProgramServiceClient(room.Office).CreateProgramAsync(new CreateProgramRequest { Program = new() { Names = { new Name { Text = "Overseas expansion" } } } });
        var employee = await room.PostAsync(leads[1], "2017");
        var council = await room.CouncilAsync(
            CouncilRoom.Member("ann"), CouncilRoom.Member("bob"), CouncilRoom.Member("choi"), CouncilRoom.Member("dae", "agency"), CouncilRoom.Member("kdic", "agency", person: employee.Person));
        var round = await RoundAsync(room, program.Name, council, noticed);
        await room.Rounds.SurveyRoundAsync(new TransitionRequest { Name = round.Name });
        Assert.Equal(7, (await room.Rounds.GetRoundAsync(new GetRequest { Name = round.Name })).Survey.Responses.Count);

        // Proposals, screening, review.
        var proposals = new List<string>();
        foreach (var project in noticed)
        {
            proposals.Add(await room.ProposalAsync(round.Name, project.Parties[0].Resource, project.Name.Split('/')[1], p =>
            {
                (p.Area, p.Order) = (project.Area, project.Order);
                p.Titles.Clear();
                p.Titles.Add(project.Names);
                p.Targets.Add(project.Targets);
            }));
        }

        var (reserve, refused) = (await room.ProposalAsync(round.Name, "", "eighth"), await room.ProposalAsync(round.Name, "", "ninth"));
        await room.Rounds.DeliberateRoundAsync(new TransitionRequest { Name = round.Name });
        var sheet = await room.Sheets.CreateScoreSheetAsync(new CreateScoreSheetRequest { Parent = round.Name, ScoreSheet = CouncilRoom.Sheet(("need", "0.6"), ("effect", "0.4")) });
        await room.Sheets.AdoptScoreSheetAsync(new TransitionRequest { Name = sheet.Name });

        // Everyone scores all; the employee of the second project's lead all but that.
        foreach (var (i, proposal) in proposals.Append(reserve).Append(refused).Index())
        {
            foreach (var member in new[] { "ann", "bob", "choi", "dae", "kdic" }.Where(m => i != 1 || m != "kdic"))
            {
                await room.Cast(member, proposal, Points(5m - (i * 0.5m)), Points(4m - (i * 0.25m)));
            }
        }

        Assert.Equal("CONFLICT_OF_INTEREST", await Refused.ReasonAsync(() => room.Cast("kdic", proposals[1], "5", "5")));
        var conflict = Assert.Single((await room.Conflicts.ListConflictsAsync(new ListRequest { Parent = round.Name })).Conflicts);
        Assert.Equal((proposals[1], "organizations/korea-deposit-insurance-corporation", employee.Position), (conflict.Proposal, conflict.Basis[0].Party, conflict.Basis[0].Position));

        // Ranked, and ranked again to the same digest.
        var ranking = await room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name });
        Assert.Equal([.. proposals, reserve, refused], ranking.Rows.Select(r => r.Proposal));
        Assert.Equal(4, ranking.Rows[1].Scores);
        Assert.Equal("kdic", Assert.Single(ranking.Rows[1].Recused));
        var verified = await room.Rankings.VerifyRankingAsync(new VerifyRankingRequest { Name = ranking.Name });
        Assert.Equal((true, ranking.Digest), (verified.Matches, verified.ComputedDigest));

        // Decided at once: seven selected, money per project unknown as in the notice.
        var mark = Guid.NewGuid().ToString("N")[..8];
        var request = new DecideRoundRequest { Name = round.Name, Ranking = ranking.Name, DecidedBy = "Project Selection Deliberation Council", Date = new DateValue { Edtf = "2017-07" } };
        request.Rows.Add(proposals.Select(p => new DecisionRow { Proposal = p, Outcome = DecisionOutcome.Selected, ProjectId = $"{p.Split('/')[^1]}-{mark}" }));
        request.Rows.Add(new DecisionRow { Proposal = reserve, Outcome = DecisionOutcome.Reserve });
        request.Rows.Add(new DecisionRow { Proposal = refused, Outcome = DecisionOutcome.NotSelected, Reason = "least effect" });
        await room.Selection.DecideRoundAsync(request);
        await room.Rounds.SelectRoundAsync(new TransitionRequest { Name = round.Name });
        await room.Rounds.StartRoundAsync(new TransitionRequest { Name = round.Name });

        var projects = (await new ProjectService.ProjectServiceClient(room.Office).ListProjectsAsync(new ListRequest { Filter = $"round = \"{round.Name}\"", OrderBy = "order" })).Projects;
        Assert.Equal(7, projects.Count);
        Assert.Equal(leads, projects.Select(p => p.Parties[0].Resource));
        Assert.Equal(7, leads.Distinct().Count());
        var countries = projects.SelectMany(p => p.Targets.Where(t => t.Resource.StartsWith("countries/", StringComparison.Ordinal)).Select(t => t.Resource)).ToList();
        Assert.Equal((7, 7), (countries.Count, countries.Distinct().Count()));
        Assert.Single(projects, p => p.Targets.Count(t => t.Resource.StartsWith("countries/", StringComparison.Ordinal)) == 2);
        Assert.Single(projects, p => p.Targets.Count == 0);
        Assert.Single(projects, p => p.Targets.Any(t => t.Resource == "places/da-nang"));
        Assert.Equal([ProjectKind.Consulting, ProjectKind.Training, ProjectKind.RoadShow], projects.Select(p => p.Kind).Distinct());
        Assert.All(projects, p => Assert.Empty(p.Budget));
        Assert.Equal(7, (await room.Selection.SummarizeSelectionAsync(new SummarizeSelectionRequest { Name = round.Name })).All.Selected);
    }

    private static string Points(decimal points) => points.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<Project>> NoticedAsync()
    {
        using var notice = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "notices", "s3-support-round-2017.json")));
        return [.. notice.RootElement.GetProperty("records").EnumerateArray()
            .Where(r => r.GetProperty("type").GetString() == Project.Descriptor.FullName)
            .Select(r =>
            {
                var project = Parser.Parse<Project>(r.GetProperty("body").GetRawText());
                project.Name = r.GetProperty("name").GetString()!;
                return project;
            }).OrderBy(p => p.Order)];
    }

    private static async Task<Round> RoundAsync(CouncilRoom room, string program, string council, IEnumerable<Project> noticed)
    {
        var round = Sample.Round();
        (round.Program, round.Council, round.Period) = (program, council, new DateValue { Edtf = "2017-07/2017-12" });
        round.Budget[0].Amount = "1000000000";
        round.Areas.Add(new SupportArea { Key = "expert-dispatch", Kind = SupportAreaKind.ExpertDispatch });
        round.Areas.Add(new SupportArea { Key = "road-show", Kind = SupportAreaKind.RoadShow });
        round.Criteria.Add(new[] { "will of the target country", "need of the project", "effect of the project" }.Select(c => new Criterion { Key = c[..4], Text = c }));
        round.Survey = new DemandSurvey { Responses = { noticed.Select(p => new DemandResponse { Key = p.Name.Split('/')[1], Body = p.Parties[0], Subject = p.Names[0].Text, Area = p.Area, Targets = { p.Targets } }) } };
        return await room.Rounds.CreateRoundAsync(new CreateRoundRequest { Round = round });
    }

    // The bodies and the place belong to another service; the countries are its reference data.
    private async Task OwnersAsync(CouncilRoom room, IReadOnlyList<Project> noticed)
    {
        foreach (var (id, text) in noticed.Select(p => (p.Parties[0].Resource.Split('/')[1], p.Parties[0].AsPrinted)))
        {
            await room.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = id, Organization = new Organization { Kind = OrganizationKind.Government, Names = { new Name { Text = text, LanguageCode = "en" } } } });
        }

        await new PlaceService.PlaceServiceClient(fixture.Owner.Channel(Role.Editor)).CreatePlaceAsync(new CreatePlaceRequest { PlaceId = "da-nang", Place = new Place { Kind = PlaceKind.City, Country = "countries/VN", Names = { new Name { Text = "Da Nang", LanguageCode = "en" } } } });
    }
}
