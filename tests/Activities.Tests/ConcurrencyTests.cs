using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>What must hold while many write at once, on real PostgreSQL.</summary>
public sealed class ConcurrencyTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private const int Writers = 16;

    private ProgramService.ProgramServiceClient Programs => new(fixture.Service.Channel(Role.Editor));

    [Fact]
    public async Task One_request_id_makes_one_record_and_one_answer()
    {
        var request = new CreateProgramRequest { Program = Named("once"), RequestId = Guid.NewGuid().ToString() };

        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Programs.CreateProgramAsync(request).ResponseAsync));

        var name = Assert.Single(answers.Select(a => a.Name).Distinct());
        Assert.All(answers, a => Assert.Equal(answers[0], a));
        Assert.Equal(1L, await fixture.Database.ScalarAsync<long>($"select count(*) from change where name = '{name}'"));
    }

    [Fact]
    public async Task A_request_id_with_another_body_is_refused()
    {
        var id = Guid.NewGuid().ToString();
        await Programs.CreateProgramAsync(new CreateProgramRequest { Program = Named("first"), RequestId = id });

        var error = await Assert.ThrowsAsync<RpcException>(async () => await Programs.CreateProgramAsync(new CreateProgramRequest { Program = Named("second"), RequestId = id }));

        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>("select count(*) from programs where search like '%second%'"));
    }

    [Fact]
    public async Task A_repeated_move_with_a_date_of_its_own_gets_the_same_answer()
    {
        var rounds = new RoundService.RoundServiceClient(fixture.Service.Channel(Role.Editor, Role.Approver));
        var round = await rounds.CreateRoundAsync(new CreateRoundRequest { Round = Sample.Round() });
        var move = new TransitionRequest { Name = round.Name, RequestId = Guid.NewGuid().ToString(), Effective = new DateValue { Edtf = "2017-07" } };

        Assert.Equal(await rounds.SurveyRoundAsync(move), await rounds.SurveyRoundAsync(move));
    }

    [Fact]
    public async Task One_name_goes_to_one_of_many()
    {
        var id = $"race-{Guid.NewGuid():N}";
        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async i =>
        {
            try
            {
                await Programs.CreateProgramAsync(new CreateProgramRequest { ProgramId = id, Program = Named($"writer {i}") });
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(results, StatusCode.OK);
        Assert.All(results.Where(r => r != StatusCode.OK), r => Assert.Equal(StatusCode.AlreadyExists, r));
    }

    [Fact]
    public async Task Updates_without_etag_all_count_and_versions_have_no_gap()
    {
        var program = await Programs.CreateProgramAsync(new CreateProgramRequest { Program = Named("busy") });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Programs.UpdateProgramAsync(new UpdateProgramRequest
        {
            Program = new Program { Name = program.Name, Aims = { $"aim {i}" } },
        }).ResponseAsync));

        var stored = await Programs.GetProgramAsync(new GetRequest { Name = program.Name });
        Assert.Equal($"\"{Writers + 1}\"", stored.Etag);
        Assert.Equal(Writers + 1L, await fixture.Database.ScalarAsync<long>($"select count(distinct version) from change where name = '{program.Name}'"));
    }

    [Fact]
    public async Task Of_updates_with_one_etag_one_wins()
    {
        var program = await Programs.CreateProgramAsync(new CreateProgramRequest { Program = Named("guarded") });
        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async i =>
        {
            try
            {
                await Programs.UpdateProgramAsync(new UpdateProgramRequest { Program = new Program { Name = program.Name, Etag = program.Etag, Aims = { $"aim {i}" } } });
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(results, StatusCode.OK);
        Assert.All(results.Where(r => r != StatusCode.OK), r => Assert.Equal(StatusCode.Aborted, r));
    }

    [Fact]
    public async Task A_target_deleted_meanwhile_is_never_named()
    {
        var parent = await Programs.CreateProgramAsync(new CreateProgramRequest { Program = Named("parent") });
        var child = Programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "child" } }, ParentProgram = parent.Name } }).ResponseAsync;
        var delete = Programs.DeleteProgramAsync(new DeleteRequest { Name = parent.Name }).ResponseAsync;
        var outcomes = await Task.WhenAll(Outcome(child), Outcome(delete));

        // Either the child was there first and the parent stays, or the parent went first and the child is refused.
        Assert.Contains(StatusCode.FailedPrecondition, outcomes);
        Assert.Contains(StatusCode.OK, outcomes);
    }

    private static async Task<StatusCode> Outcome(Task call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static Program Named(string text) => new() { Names = { new Name { Text = text, LanguageCode = "en" } } };
}
