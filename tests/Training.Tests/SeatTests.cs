using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Npgsql;

namespace EGovPlatform.Training.Tests;

/// <summary>64 clients at once never take more seats than there are, at any moment of the change log.</summary>
public sealed class SeatTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private const int Clients = 64;
    private const int Capacity = 12;

    private static readonly Dictionary<string, int> Quotas = new(StringComparer.Ordinal) { ["countries/PE"] = 2, ["countries/CL"] = 5, ["countries/KE"] = 9 };

    [Fact]
    public async Task Seats_and_quotas_hold_under_64_clients()
    {
        var seed = Environment.GetEnvironmentVariable("EGOV_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine(Sample.Text($"seed {seed}: EGOV_TEST_SEED={seed} repeats it"));
        var offices = Enumerable.Range(0, Clients).Select(_ => new Sample(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver))).ToList();
        var edition = (await offices[0].EditionAsync(new CourseEdition { Capacity = Capacity })).Name;
        foreach (var (party, quota) in Quotas)
        {
            await offices[0].InviteAsync(edition, party, quota);
        }

        await Task.WhenAll(offices.Select((office, i) => ClientAsync(office, edition, new Random(HashCode.Combine(seed, i)))));

        var log = await LogAsync(edition);
        var taking = new HashSet<string>(StringComparer.Ordinal);
        var most = 0;
        foreach (var nomination in log)
        {
            _ = Takes(nomination) ? taking.Add(nomination.Name) : taking.Remove(nomination.Name);
            most = Math.Max(most, taking.Count);
            Assert.True(taking.Count <= Capacity, Sample.Text($"{taking.Count} of {Capacity} seats, seed {seed}"));
            foreach (var (party, quota) in Quotas)
            {
                var used = log.Where(n => n.Country == party).Select(n => n.Name).Distinct().Count(taking.Contains);
                Assert.True(used <= quota, Sample.Text($"{used} of {quota} for {party}, seed {seed}"));
            }
        }

        Assert.Equal(Capacity, most);
        var summary = await offices[0].Editions.SummarizeCourseEditionAsync(new GetRequest { Name = edition });
        Assert.Equal(taking.Count, summary.SeatsTaken);
        Assert.Empty((await offices[0].Nominations.PromoteNominationsAsync(new PromoteNominationsRequest { Parent = edition })).Nominations);
    }

    // What several offices do at once: decide, withdraw, miss, promote.
    private static async Task ClientAsync(Sample office, string edition, Random random)
    {
        var party = Quotas.Keys.ElementAt(random.Next(Quotas.Count));
        var name = (await office.ScreenedAsync(edition, party)).Name;
        await office.Nominations.AcceptNominationAsync(Sample.Move(name));
        if (random.Next(3) == 0)
        {
            await Refused.OutcomeAsync(() => random.Next(2) == 0 ? office.Nominations.WithdrawNominationAsync(Sample.Move(name)) : office.Nominations.MarkAbsentNominationAsync(Sample.Move(name)));
        }
        else if (random.Next(4) == 0)
        {
            await office.Nominations.PromoteNominationsAsync(new PromoteNominationsRequest { Parent = edition });
        }
    }

    private static bool Takes(Nomination nomination) => nomination.State is NominationState.Accepted or NominationState.Invited or NominationState.Arrived or NominationState.Completed;

    private async Task<List<Nomination>> LogAsync(string edition)
    {
        await using var connection = await fixture.Database.OpenAsync();
        await using var command = new NpgsqlCommand("select body from change where name like $1 || '/nominations/%' order by seq", connection) { Parameters = { new() { Value = edition } } };
        await using var reader = await command.ExecuteReaderAsync();
        var log = new List<Nomination>();
        while (await reader.ReadAsync())
        {
            log.Add(Nomination.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return log;
    }
}
