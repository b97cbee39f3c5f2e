namespace EGovPlatform.TrainingService.Matchings.Planning;

/// <summary>A schedule with the greatest sum any schedule could have.</summary>
/// <param name="Meetings">By slot.</param>
/// <param name="Weight">Its sum.</param>
/// <param name="Bound">No schedule has a greater sum.</param>
/// <param name="IsGreatest">Made by flow and coloring: the sum is the bound.</param>
public sealed record MeetingPlan(IReadOnlyList<Placed> Meetings, long Weight, long Bound, bool IsGreatest);

/// <summary>
/// Makes a schedule without clashes. When everyone is free in every slot the greatest sum is found: a maximum-weight
/// b-matching says who meets, König's theorem says that as many slots as the greatest number of meetings of one party are
/// enough. Otherwise the problem is NP-hard, and the better of two schedules is taken: one maximum-weight matching per
/// slot (each gives at least what the best schedule has in its slot and has not had before, so at least half in all), and
/// the greedy choice of pairs (an intersection of three matroids, so at least a third, also where parties limit the
/// number of their meetings). The bound reported is that of the b-matching, which leaves out when each is free.
/// </summary>
public static class MeetingPlanner
{
    /// <param name="problem">Who, with whom, when.</param>
    /// <param name="kept">Meetings that stay where they are.</param>
    /// <param name="progress">Told work done and all work; may throw to stop.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<MeetingPlan> PlanAsync(MeetingProblem problem, IReadOnlyList<Placed> kept, Func<int, int, Task> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(progress);
        var all = problem.Slots + 1;
        await progress(0, all);
        var pairs = new MeetingFlow(problem).Solve(cancellation).ToList();
        var bound = pairs.Sum(p => (long)problem.Weight(p.Official, p.Company));
        await progress(1, all);
        if (kept.Count == 0 && !problem.HasBusy)
        {
            var colored = new Timetable(problem, []);
            pairs.ForEach(p => colored.PlaceAnywhere(p.Official, p.Company));
            await progress(all, all);
            return new MeetingPlan([.. colored.Meetings], bound, bound, IsGreatest: true);
        }

        var bySlot = new Timetable(problem, kept);
        for (var slot = 0; slot < problem.Slots; slot++)
        {
            cancellation.ThrowIfCancellationRequested();
            FillSlot(problem, bySlot, slot);
            await progress(slot + 2, all);
        }

        var greedy = Greedy(problem, kept);
        List<Placed> best = [.. problem.Sum(greedy.Meetings) > problem.Sum(bySlot.Meetings) ? greedy.Meetings : bySlot.Meetings];
        return new MeetingPlan(best, problem.Sum(best), bound, IsGreatest: false);
    }

    private static void FillSlot(MeetingProblem problem, Timetable table, int slot)
    {
        var pairs = SlotAssignment.Solve(problem.Officials, problem.Companies, (o, c) => table.Fits(o, c, slot) ? problem.Weight(o, c) : 0);
        foreach (var (official, company) in pairs.ToList())
        {
            table.Place(official, company, slot);
        }
    }

    private static Timetable Greedy(MeetingProblem problem, IReadOnlyList<Placed> kept)
    {
        var table = new Timetable(problem, kept);
        var pairs =
            from official in Enumerable.Range(0, problem.Officials)
            from company in Enumerable.Range(0, problem.Companies)
            where problem.Weight(official, company) > 0
            orderby problem.Weight(official, company) descending, official, company
            select (official, company);
        foreach (var (official, company) in pairs)
        {
            var slot = 0;
            while (slot < problem.Slots && !table.Fits(official, company, slot))
            {
                slot++;
            }

            if (slot < problem.Slots)
            {
                table.Place(official, company, slot);
            }
        }

        return table;
    }
}
