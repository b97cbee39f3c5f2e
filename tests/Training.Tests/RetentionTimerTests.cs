using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Personal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EGovPlatform.Training.Tests;

/// <summary>What may no longer be kept goes by itself, on a clock that the test moves.</summary>
public sealed class RetentionTimerTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private static readonly DateTimeOffset Start = new(2025, 11, 30, 10, 0, 0, TimeSpan.Zero);

    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer));

    [Fact]
    public async Task Once_a_day_whichever_replica_comes_first()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { State = CourseEditionState.Closed, Period = new DateValue { Edtf = "2025-06-01/2025-06-05" }, Record = new Record { Historical = true } })).Name;
        var person = (await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee, Private = Sample.Person("Ingeborg", "DOC-1") } })).Name;
        var clock = new ManualClock(Start);
        using var one = Replica(clock);
        using var other = Replica(clock);

        await one.StartAsync(TestContext.Current.CancellationToken);
        await other.StartAsync(TestContext.Current.CancellationToken);
        await RanAsync(clock, replicas: 2, runs: 1);
        Assert.Equal("DOC-1", await DocumentAsync(person));

        // The document number is kept for six months after the last day.
        clock.MoveTo(Start.AddDays(1));
        await RanAsync(clock, replicas: 2, runs: 2);
        Assert.Equal("DOC-1", await DocumentAsync(person));
        clock.MoveTo(new DateTimeOffset(2025, 12, 6, 0, 0, 0, TimeSpan.Zero));
        await RanAsync(clock, replicas: 2, runs: 3);
        await Eventually.Async("the document number to be erased", async () => (await DocumentAsync(person)).Length == 0);

        // One that starts again finds the run of the day done.
        using var third = Replica(clock);
        await third.StartAsync(TestContext.Current.CancellationToken);
        await RanAsync(clock, replicas: 3, runs: 3);
        await Task.WhenAll(one.StopAsync(CancellationToken.None), other.StopAsync(CancellationToken.None), third.StopAsync(CancellationToken.None));
    }

    [Fact]
    public void A_run_has_one_id_in_its_stretch_of_time()
    {
        var day = TimeSpan.FromDays(1);
        Assert.Equal(RetentionTimer.RunOf(Start, day), RetentionTimer.RunOf(Start.AddHours(13), day));
        Assert.NotEqual(RetentionTimer.RunOf(Start, day), RetentionTimer.RunOf(Start.AddHours(14), day));
        Assert.NotEqual(RetentionTimer.RunOf(Start, day), RetentionTimer.RunOf(Start, TimeSpan.FromHours(12)));
    }

    private async Task RanAsync(ManualClock clock, int replicas, int runs)
    {
        var client = new OperationService.OperationServiceClient(fixture.Service.Channel(Role.Operator));
        await Eventually.Async($"{replicas} replicas to wait for their next turn", () => clock.Sleeping == replicas);
        var operations = await Eventually.GetAsync("all runs to end", async () =>
            await client.ListOperationsAsync(new ListOperationsRequest()) is var page && page.Operations.All(o => o.Done) ? page.Operations : null);
        Assert.Equal(runs, operations.Count);
        Assert.All(operations, o => Assert.Null(o.Error));
    }

    private async Task<string> DocumentAsync(string person) => (await Office.Participants.GetParticipantAsync(new GetRequest { Name = person })).Private.DocumentNumber;

    private RetentionTimer Replica(ManualClock clock)
    {
        var services = fixture.Service.Services;
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Personal:EraseDueEvery"] = "1.00:00:00" }).Build();
        var retention = new Retention(services.GetRequiredService<Resource<Participant>>(), services.GetRequiredService<Resource<Nomination>>(), database, services.GetRequiredService<OperationRunner>(), settings, clock);
        return new RetentionTimer(retention, database, settings, clock, NullLogger<RetentionTimer>.Instance);
    }
}
