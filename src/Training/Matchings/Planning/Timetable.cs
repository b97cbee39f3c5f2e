namespace EGovPlatform.TrainingService.Matchings.Planning;

/// <summary>Meetings placed so far. Nobody is in two at once, and no pair meets twice.</summary>
internal sealed class Timetable
{
    private const int None = -1;

    private readonly MeetingProblem problem;
    private readonly int[,] ofOfficial;
    private readonly int[,] ofCompany;
    private readonly bool[,] met;
    private readonly int[] officialCount;
    private readonly int[] companyCount;

    public Timetable(MeetingProblem problem, IEnumerable<Placed> kept)
    {
        this.problem = problem;
        ofOfficial = Filled(problem.Officials, problem.Slots);
        ofCompany = Filled(problem.Companies, problem.Slots);
        met = new bool[problem.Officials, problem.Companies];
        officialCount = new int[problem.Officials];
        companyCount = new int[problem.Companies];
        foreach (var meeting in kept)
        {
            Place(meeting.Official, meeting.Company, meeting.Slot);
        }
    }

    /// <summary>All meetings, by slot, then official.</summary>
    public IEnumerable<Placed> Meetings =>
        from slot in Enumerable.Range(0, problem.Slots)
        from official in Enumerable.Range(0, problem.Officials)
        where ofOfficial[official, slot] != None
        select new Placed(official, ofOfficial[official, slot], slot);

    /// <summary>Whether the meeting can be added.</summary>
    public bool Fits(int official, int company, int slot) =>
        problem.Weight(official, company) > 0 && !met[official, company]
        && officialCount[official] < problem.OfficialMost[official] && companyCount[company] < problem.CompanyMost[company]
        && ofOfficial[official, slot] == None && ofCompany[company, slot] == None && problem.Free(official, company, slot);

    public void Place(int official, int company, int slot)
    {
        Put(official, company, slot);
        met[official, company] = true;
        officialCount[official]++;
        companyCount[company]++;
    }

    /// <summary>
    /// Places a pair in some slot, where everyone is free in every slot and has fewer meetings than there are slots.
    /// König's edge coloring: if no slot suits both, the two slots that suit one each are exchanged along one path of
    /// meetings, which in a bipartite graph never comes back to the official.
    /// </summary>
    public void PlaceAnywhere(int official, int company)
    {
        var (mine, theirs) = (None, None);
        for (var slot = 0; slot < problem.Slots; slot++)
        {
            var (freeHere, freeThere) = (ofOfficial[official, slot] == None, ofCompany[company, slot] == None);
            if (freeHere && freeThere)
            {
                Place(official, company, slot);
                return;
            }

            mine = freeHere && mine == None ? slot : mine;
            theirs = freeThere && theirs == None ? slot : theirs;
        }

        Exchange(company, mine, theirs);
        Place(official, company, mine);
    }

    private static int[,] Filled(int rows, int columns)
    {
        var table = new int[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                table[row, column] = None;
            }
        }

        return table;
    }

    // The path of meetings that begins at the company in slot `taken` and alternates between the two slots.
    private void Exchange(int company, int taken, int free)
    {
        var path = new List<Placed>();
        for (var (other, from, to) = (company, taken, free); ofCompany[other, from] is var official && official != None;)
        {
            path.Add(new Placed(official, other, from));
            if (ofOfficial[official, to] is var further && further == None)
            {
                break;
            }

            path.Add(new Placed(official, further, to));
            other = further;
        }

        foreach (var meeting in path)
        {
            ofOfficial[meeting.Official, meeting.Slot] = None;
            ofCompany[meeting.Company, meeting.Slot] = None;
        }

        foreach (var meeting in path)
        {
            Put(meeting.Official, meeting.Company, meeting.Slot == taken ? free : taken);
        }
    }

    private void Put(int official, int company, int slot)
    {
        ofOfficial[official, slot] = company;
        ofCompany[company, slot] = official;
    }
}
