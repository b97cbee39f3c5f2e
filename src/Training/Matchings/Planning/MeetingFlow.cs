namespace EGovPlatform.TrainingService.Matchings.Planning;

/// <summary>
/// Maximum-weight b-matching: which pairs meet, each at most once, nobody more often than its cap, for the greatest sum.
/// Min-cost flow by the primal-dual method: shortest paths with potentials, then a blocking flow over all edges on them.
/// Weights are small whole numbers and the length of a shortest path only grows, so there are at most as many rounds as
/// the greatest weight.
/// </summary>
internal sealed class MeetingFlow(MeetingProblem problem)
{
    private const long Far = long.MaxValue / 4;

    private readonly int officials = problem.Officials;
    private readonly int sink = problem.Officials + problem.Companies;
    private readonly int[] officialLeft = [.. Enumerable.Range(0, problem.Officials).Select(problem.OfficialCap)];
    private readonly int[] companyLeft = [.. Enumerable.Range(0, problem.Companies).Select(problem.CompanyCap)];
    private readonly bool[,] chosen = new bool[problem.Officials, problem.Companies];
    private readonly long[] potential = new long[problem.Officials + problem.Companies + 1];
    private readonly long[] distance = new long[problem.Officials + problem.Companies + 1];
    private readonly bool[] visited = new bool[problem.Officials + problem.Companies + 1];
    private readonly int[] next = new int[problem.Officials + problem.Companies];

    /// <summary>The pairs of a greatest sum.</summary>
    public IEnumerable<(int Official, int Company)> Solve(CancellationToken cancellation)
    {
        Start();
        while (Shortest())
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(next);
            for (var official = 0; official < officials; official++)
            {
                while (officialLeft[official] > 0 && Reduced(-1, official) == 0 && PushFrom(official))
                {
                    officialLeft[official]--;
                }
            }
        }

        for (var official = 0; official < officials; official++)
        {
            for (var company = 0; company < problem.Companies; company++)
            {
                if (chosen[official, company])
                {
                    yield return (official, company);
                }
            }
        }
    }

    // Costs are negative weights; these potentials make every reduced cost zero or more.
    private void Start()
    {
        for (var company = 0; company < problem.Companies; company++)
        {
            potential[officials + company] = -Enumerable.Range(0, officials).Select(o => (long)problem.Weight(o, company)).DefaultIfEmpty().Max();
        }

        potential[sink] = potential.Min();
    }

    // Dijkstra on a dense graph; false when no path makes the sum greater.
    private bool Shortest()
    {
        Array.Fill(distance, Far);
        Array.Clear(visited);
        for (var official = 0; official < officials; official++)
        {
            distance[official] = officialLeft[official] > 0 ? Reduced(-1, official) : Far;
        }

        for (; ;)
        {
            var node = -1;
            for (var i = 0; i <= sink; i++)
            {
                if (!visited[i] && distance[i] < Far && (node < 0 || distance[i] < distance[node]))
                {
                    node = i;
                }
            }

            if (node < 0)
            {
                break;
            }

            visited[node] = true;
            Relax(node);
        }

        if (distance[sink] >= Far)
        {
            return false;
        }

        var length = distance[sink];
        for (var i = 0; i <= sink; i++)
        {
            potential[i] += Math.Min(distance[i], length);
        }

        return potential[sink] < 0;
    }

    private void Relax(int node)
    {
        if (node < officials)
        {
            for (var company = 0; company < problem.Companies; company++)
            {
                if (Open(node, company))
                {
                    Reach(node, officials + company);
                }
            }
        }
        else if (node < sink)
        {
            var company = node - officials;
            if (companyLeft[company] > 0)
            {
                Reach(node, sink);
            }

            for (var official = 0; official < officials; official++)
            {
                if (chosen[official, company])
                {
                    Reach(node, official);
                }
            }
        }
    }

    private void Reach(int from, int to) => distance[to] = Math.Min(distance[to], distance[from] + Reduced(from, to));

    private bool Open(int official, int company) => problem.Weight(official, company) > 0 && !chosen[official, company];

    private long Reduced(int from, int to)
    {
        var cost = from < 0 || to == sink ? 0
            : from < officials ? -problem.Weight(from, to - officials)
            : problem.Weight(to, from - officials);
        return cost + (from < 0 ? 0 : potential[from]) - potential[to];
    }

    // One path of reduced length zero from an official to the sink, without coming back to a node on it.
    private bool PushFrom(int official)
    {
        Array.Clear(visited);
        return Push(official);
    }

    private bool Push(int node)
    {
        if (node == sink)
        {
            return true;
        }

        visited[node] = true;
        var official = node < officials;
        var count = official ? problem.Companies : officials + 1;
        for (; next[node] < count; next[node]++)
        {
            var i = next[node];
            var to = official ? officials + i : i == 0 ? sink : i - 1;
            var open = official ? Open(node, i) : to == sink ? companyLeft[node - officials] > 0 : chosen[to, node - officials];
            if (!open || (to != sink && visited[to]) || Reduced(node, to) != 0 || !Push(to))
            {
                continue;
            }

            Flip(node, to);
            return true;
        }

        return false;
    }

    private void Flip(int from, int to)
    {
        if (to == sink)
        {
            companyLeft[from - officials]--;
        }
        else if (from < officials)
        {
            chosen[from, to - officials] = true;
        }
        else
        {
            chosen[to, from - officials] = false;
        }
    }
}
