namespace EGovPlatform.TrainingService.Matchings.Planning;

/// <summary>One pair in one slot, by index.</summary>
public readonly record struct Placed(int Official, int Company, int Slot);

/// <summary>Who may meet whom, what it is worth, and when each is free. Indexes are from 0.</summary>
public sealed class MeetingProblem(int officials, int companies, int slots)
{
    private readonly int[,] weight = new int[officials, companies];
    private readonly bool[,] officialBusy = new bool[officials, slots];
    private readonly bool[,] companyBusy = new bool[companies, slots];

    public int Officials => officials;

    public int Companies => companies;

    public int Slots => slots;

    /// <summary>Most meetings of each official.</summary>
    public int[] OfficialMost { get; } = Enumerable.Repeat(slots, officials).ToArray();

    /// <summary>Most meetings of each company.</summary>
    public int[] CompanyMost { get; } = Enumerable.Repeat(slots, companies).ToArray();

    /// <summary>Whether someone is not free in every slot.</summary>
    public bool HasBusy { get; private set; }

    /// <summary>Worth of a pair; 0 is never planned.</summary>
    public int Weight(int official, int company) => weight[official, company];

    public void SetWeight(int official, int company, int value) => weight[official, company] = value;

    public void OfficialIsBusy(int official, int slot) => HasBusy = officialBusy[official, slot] = true;

    public void CompanyIsBusy(int company, int slot) => HasBusy = companyBusy[company, slot] = true;

    /// <summary>Whether the pair could meet in the slot.</summary>
    public bool Free(int official, int company, int slot) => !officialBusy[official, slot] && !companyBusy[company, slot];

    /// <summary>Most meetings of an official, its busy slots taken off.</summary>
    public int OfficialCap(int official) => Math.Min(OfficialMost[official], Enumerable.Range(0, slots).Count(s => !officialBusy[official, s]));

    /// <summary>Most meetings of a company, its busy slots taken off.</summary>
    public int CompanyCap(int company) => Math.Min(CompanyMost[company], Enumerable.Range(0, slots).Count(s => !companyBusy[company, s]));

    /// <summary>Sum of a schedule.</summary>
    public long Sum(IEnumerable<Placed> meetings) => meetings.Sum(m => (long)weight[m.Official, m.Company]);
}
