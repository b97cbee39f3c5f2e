using System.Diagnostics;
using EGovPlatform.TrainingService.Matchings.Planning;

namespace EGovPlatform.Training.Tests;

/// <summary>The planner against a brute-force optimum that shares nothing with it, and its bound where that is out of reach.</summary>
public sealed class PlannerTests
{
    [Fact]
    public async Task Small_cases_equal_the_brute_force_optimum()
    {
        var (seed, greatest) = (Seed(), 0);
        var random = new Random(seed);
        for (var run = 0; run < 400; run++)
        {
            var problem = Random(random, random.Next(1, 5), random.Next(1, 4), random.Next(1, 4), busy: 0, limited: random.Next(2) == 0);
            var plan = await PlanAsync(problem, []);
            Check(problem, plan.Meetings);
            Assert.Equal((seed, run, BruteForce(problem)), (seed, run, plan.Weight));
            Assert.True(plan.IsGreatest);
            greatest += plan.Weight > 0 ? 1 : 0;
        }

        Assert.True(greatest > 200);
    }

    [Fact]
    public async Task With_busy_slots_at_least_half_and_with_limits_a_third_of_the_optimum()
    {
        var seed = Seed();
        var random = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            var limited = run % 2 == 0;
            var problem = Random(random, random.Next(1, 5), random.Next(1, 4), random.Next(1, 4), busy: 0.35, limited);
            var plan = await PlanAsync(problem, []);
            var best = BruteForce(problem);
            Check(problem, plan.Meetings);
            Assert.True(plan.Weight * (limited ? 3 : 2) >= best && plan.Weight <= best && best <= plan.Bound, $"seed {seed}, run {run}: {plan.Weight} of {best}, bound {plan.Bound}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.15)]
    public async Task Two_hundred_by_a_hundred_by_thirty_stays_within_its_bound(double busy)
    {
        var seed = Seed();
        var problem = Random(new Random(seed), 200, 100, 30, busy, limited: false);
        var (plan, took) = await TimedAsync(problem);

        Check(problem, plan.Meetings);
        Assert.True(plan.Weight <= plan.Bound && plan.Weight * 2 >= plan.Bound && plan.Bound <= SideBound(problem), $"seed {seed}: {plan.Weight} of {plan.Bound}");
        Assert.True(busy > 0 || plan.Weight == plan.Bound, $"seed {seed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{plan.Meetings.Count} meetings, {plan.Weight} of at most {plan.Bound}, {took.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task When_someone_drops_out_every_other_meeting_stays_where_it_is()
    {
        var seed = Seed();
        var problem = Random(new Random(seed), 30, 15, 8, 0, limited: false);
        var plan = await PlanAsync(problem, []);
        problem.OfficialMost[3] = 0;
        var kept = plan.Meetings.Where(m => m.Official != 3).ToList();

        var again = await PlanAsync(problem, kept);

        Check(problem, again.Meetings);
        Assert.Empty(kept.Except(again.Meetings));
        Assert.DoesNotContain(again.Meetings, m => m.Official == 3);
        Assert.True(again.Meetings.Count >= kept.Count && again.Weight <= again.Bound, $"seed {seed}");
    }

    private static Task<MeetingPlan> PlanAsync(MeetingProblem problem, IReadOnlyList<Placed> kept) => MeetingPlanner.PlanAsync(problem, kept, (_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);

    private static async Task<(MeetingPlan Plan, TimeSpan Took)> TimedAsync(MeetingProblem problem)
    {
        var started = Stopwatch.GetTimestamp();
        return (await PlanAsync(problem, []), Stopwatch.GetElapsedTime(started));
    }

    private static int Seed()
    {
        var seed = Environment.GetEnvironmentVariable("EGOV_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : System.Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine(Sample.Text($"seed {seed}: EGOV_TEST_SEED={seed} repeats it"));
        return seed;
    }

    private static MeetingProblem Random(Random random, int officials, int companies, int slots, double busy, bool limited)
    {
        var problem = new MeetingProblem(officials, companies, slots);
        for (var official = 0; official < officials; official++)
        {
            for (var company = 0; company < companies; company++)
            {
                problem.SetWeight(official, company, random.Next(3) == 0 ? 0 : random.Next(1, 21));
            }
        }

        for (var slot = 0; slot < slots; slot++)
        {
            Enumerable.Range(0, officials).Where(_ => random.NextDouble() < busy).ToList().ForEach(o => problem.OfficialIsBusy(o, slot));
            Enumerable.Range(0, companies).Where(_ => random.NextDouble() < busy).ToList().ForEach(c => problem.CompanyIsBusy(c, slot));
        }

        for (var official = 0; limited && official < officials; official++)
        {
            problem.OfficialMost[official] = random.Next(0, slots + 1);
        }

        return problem;
    }

    private static void Check(MeetingProblem problem, IReadOnlyList<Placed> meetings)
    {
        Assert.Equal(meetings.Count, meetings.DistinctBy(m => (m.Official, m.Slot)).Count());
        Assert.Equal(meetings.Count, meetings.DistinctBy(m => (m.Company, m.Slot)).Count());
        Assert.Equal(meetings.Count, meetings.DistinctBy(m => (m.Official, m.Company)).Count());
        Assert.All(meetings, m => Assert.True(problem.Free(m.Official, m.Company, m.Slot) && problem.Weight(m.Official, m.Company) > 0));
        Assert.All(meetings.GroupBy(m => m.Official), g => Assert.True(g.Count() <= problem.OfficialMost[g.Key]));
        Assert.All(meetings.GroupBy(m => m.Company), g => Assert.True(g.Count() <= problem.CompanyMost[g.Key]));
    }

    // Every way to give each official a company or nothing in each slot.
    private static long BruteForce(MeetingProblem problem)
    {
        var met = new bool[problem.Officials, problem.Companies];
        var count = new int[problem.Officials];
        return Slot(0, 0, 0);

        long Slot(int slot, int official, int usedCompanies)
        {
            if (slot == problem.Slots)
            {
                return 0;
            }

            if (official == problem.Officials)
            {
                return Slot(slot + 1, 0, 0);
            }

            var best = Slot(slot, official + 1, usedCompanies);
            for (var company = 0; company < problem.Companies && count[official] < problem.OfficialMost[official]; company++)
            {
                if (met[official, company] || (usedCompanies & (1 << company)) != 0 || problem.Weight(official, company) == 0 || !problem.Free(official, company, slot))
                {
                    continue;
                }

                met[official, company] = true;
                count[official]++;
                best = Math.Max(best, problem.Weight(official, company) + Slot(slot, official + 1, usedCompanies | (1 << company)));
                count[official]--;
                met[official, company] = false;
            }

            return best;
        }
    }

    // What each company could have at best, were nobody else there.
    private static long SideBound(MeetingProblem problem) => Enumerable.Range(0, problem.Companies)
        .Sum(c => Enumerable.Range(0, problem.Officials).Select(o => (long)problem.Weight(o, c)).OrderDescending().Take(problem.CompanyCap(c)).Sum());
}
