using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Evaluations;

namespace EGovPlatform.Training.Tests;

/// <summary>Response rates, and results that give nobody away.</summary>
public sealed class EvaluationTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    private EvaluationService.EvaluationServiceClient Evaluations => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer));

    private EvaluationService.EvaluationServiceClient Anyone => new(fixture.Service.Channel());

    [Fact]
    public async Task The_holder_of_a_pass_answers_once_and_the_answer_names_nobody()
    {
        var edition = (await Office.EditionAsync()).Name;
        var evaluation = await Evaluations.CreateEvaluationAsync(new CreateEvaluationRequest
        {
            Parent = edition,
            Evaluation = new Evaluation { Title = "Closing", Asked = 4, SmallestGroup = 3, Questions = { new EvaluationQuestion { Key = "use", Text = "Of use?", Scale = 5 }, new EvaluationQuestion { Key = "why", Text = "Why?" } } },
        });
        for (var i = 1; i <= 3; i++)
        {
            var pass = await PassAsync(edition);
            await Anyone.SubmitEvaluationAsync(Answer(evaluation.Name, pass, i + 1));
            Assert.Equal("ALREADY_EXISTS", await Refused.ReasonAsync(() => Anyone.SubmitEvaluationAsync(Answer(evaluation.Name, pass, 5))));
        }

        var foreign = await PassAsync((await Office.EditionAsync()).Name);
        Assert.Equal([("pass", "NOT_GENUINE")], await Refused.InvalidAsync(() => Anyone.SubmitEvaluationAsync(Answer(evaluation.Name, foreign, 5))));
        var eager = await PassAsync(edition);
        Assert.Equal([("answers[0].score", "SCALE")], await Refused.InvalidAsync(() => Anyone.SubmitEvaluationAsync(Answer(evaluation.Name, eager, 6))));

        var summary = await Evaluations.SummarizeEvaluationAsync(new GetRequest { Name = evaluation.Name });
        Assert.Equal((4, 3, 0.75), (summary.Asked, summary.Responses, summary.ResponseRate));
        Assert.Equal(3, summary.Questions[0].Average);
        Assert.False(summary.Questions[1].HasAverage);
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>("select count(*) from evaluation_responses where position('participants'::bytea in body) > 0"));
    }

    [Fact]
    public void Small_groups_go_and_never_one_alone()
    {
        var summary = EvaluationResults.Of(Five, Groups(("A", 9), ("B", 6), ("C", 2)));

        // C has 2 people: A and B shown would leave C as the rest, so B goes with it.
        Assert.Equal(["A"], summary.Groups.Select(g => g.Group));
        Assert.Equal((2, 8), (summary.SuppressedGroups, summary.SuppressedResponses));
        Assert.Equal(17, summary.Questions[0].Answers);
        Assert.False(summary.HasResponseRate);
    }

    [Fact]
    public void Too_few_answers_in_all_show_nothing_and_enough_small_groups_hide_each_other()
    {
        var few = EvaluationResults.Of(Five, Groups(("A", 4)));
        Assert.Empty(few.Questions);
        Assert.Empty(few.Groups);
        Assert.Equal(4, few.Responses);

        var many = EvaluationResults.Of(Five, Groups(("A", 9), ("B", 3), ("C", 2)));
        Assert.Equal(["A"], many.Groups.Select(g => g.Group));
        Assert.Equal((2, 5), (many.SuppressedGroups, many.SuppressedResponses));
    }

    [Fact]
    public void A_question_that_few_of_a_group_answered_gives_none_of_them_away()
    {
        var responses = Groups(("A", 8), ("B", 6));
        responses.Where(r => r.Group == "B").Take(4).ToList().ForEach(r => r.Answers.Clear());

        var summary = EvaluationResults.Of(Five, responses);

        Assert.Equal(["A", "B"], summary.Groups.Select(g => g.Group));
        Assert.All(summary.Groups, g => Assert.False(g.Questions[0].HasAverage));
        Assert.True(summary.Questions[0].HasAverage);
    }

    private static Evaluation Five => new() { Questions = { new EvaluationQuestion { Key = "use", Text = "Of use?", Scale = 5 } } };

    private static List<EvaluationResponse> Groups(params (string Group, int People)[] groups) =>
        [.. groups.SelectMany(g => Enumerable.Range(0, g.People).Select(_ => new EvaluationResponse { Group = g.Group, Answers = { new EvaluationAnswer { Question = "use", Score = 4 } } }))];

    private static SubmitEvaluationRequest Answer(string evaluation, string pass, int score) => new() { Name = evaluation, Pass = pass, Answers = { new EvaluationAnswer { Question = "use", Score = score } } };

    private async Task<string> PassAsync(string edition)
    {
        var participant = await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee, Country = "countries/PE" } });
        return (await Office.Participants.GetParticipantPassAsync(new GetRequest { Name = participant.Name })).Token;
    }
}
