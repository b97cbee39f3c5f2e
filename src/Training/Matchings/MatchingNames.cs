using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Matchings.Planning;

namespace EGovPlatform.TrainingService.Matchings;

/// <summary>A matching as a planning problem: keys to indexes and back.</summary>
internal sealed class MatchingNames
{
    private readonly Matching matching;
    private readonly Dictionary<string, int> officials;
    private readonly Dictionary<string, int> companies;
    private readonly Dictionary<string, int> slots;

    public MatchingNames(Matching matching)
    {
        this.matching = matching;
        officials = Indexes(matching.Officials.Select(o => o.Key));
        companies = Indexes(matching.Companies.Select(c => c.Key));
        slots = Indexes(matching.Slots.Select(s => s.Key));
        Problem = new MeetingProblem(officials.Count, companies.Count, slots.Count);
        foreach (var (i, official) in matching.Officials.Index())
        {
            official.Wishes.ToList().ForEach(w => Add(i, companies[w.Key], w.Score));
            official.BusySlots.ToList().ForEach(s => Problem.OfficialIsBusy(i, slots[s]));
            Problem.OfficialMost[i] = Most(official);
        }

        foreach (var (i, company) in matching.Companies.Index())
        {
            company.Wishes.ToList().ForEach(w => Add(officials[w.Key], i, w.Score));
            company.BusySlots.ToList().ForEach(s => Problem.CompanyIsBusy(i, slots[s]));
            Problem.CompanyMost[i] = Most(company);
        }

        foreach (var (official, company) in Refused())
        {
            Problem.SetWeight(official, company, 0);
        }
    }

    public MeetingProblem Problem { get; }

    public Meeting Meeting(Placed placed)
    {
        var (official, company) = (matching.Officials[placed.Official], matching.Companies[placed.Company]);
        return new Meeting
        {
            Official = official.Key,
            Company = company.Key,
            Slot = matching.Slots[placed.Slot].Key,
            Score = Problem.Weight(placed.Official, placed.Company),
            Mutual = official.Wishes.Any(w => w.Key == company.Key) && company.Wishes.Any(w => w.Key == official.Key),
        };
    }

    /// <summary>Those of a schedule that can stay: both come, still may meet, and are free in the slot.</summary>
    public IReadOnlyList<Placed> Possible(IEnumerable<Meeting> meetings)
    {
        var table = new Timetable(Problem, []);
        foreach (var meeting in meetings)
        {
            if (officials.TryGetValue(meeting.Official, out var official) && companies.TryGetValue(meeting.Company, out var company)
                && slots.TryGetValue(meeting.Slot, out var slot) && table.Fits(official, company, slot))
            {
                table.Place(official, company, slot);
            }
        }

        return [.. table.Meetings];
    }

    /// <summary>Wishes that found a meeting, of all.</summary>
    public (int Met, int All) Wishes(IEnumerable<Placed> meetings)
    {
        var all = matching.Officials.SelectMany((o, i) => o.Wishes.Select(w => (i, companies[w.Key]))).Concat(matching.Companies.SelectMany((c, i) => c.Wishes.Select(w => (officials[w.Key], i)))).ToList();
        var met = meetings.Select(m => (m.Official, m.Company)).ToHashSet();
        return (all.Count(met.Contains), all.Count);
    }

    private static Dictionary<string, int> Indexes(IEnumerable<string> keys) => keys.Index().ToDictionary(k => k.Item, k => k.Index, StringComparer.Ordinal);

    private void Add(int official, int company, int score) => Problem.SetWeight(official, company, Problem.Weight(official, company) + score);

    private int Most(MatchingParty party) => party.Absent ? 0 : party.HasMost ? Math.Min(party.Most, slots.Count) : slots.Count;

    private IEnumerable<(int Official, int Company)> Refused() =>
        matching.Officials.SelectMany((o, i) => o.Refuses.Select(k => (i, companies[k]))).Concat(matching.Companies.SelectMany((c, i) => c.Refuses.Select(k => (officials[k], i))));
}
