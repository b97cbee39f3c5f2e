namespace EGovPlatform.TrainingService.Matchings.Planning;

/// <summary>
/// The maximum-weight matching of one slot, by the Hungarian method with shortest augmenting paths: rows times columns
/// times the smaller side.
/// </summary>
internal sealed class SlotAssignment
{
    private readonly int columns;
    private readonly int[][] weight;

    // Index 0 of these is the node outside; rows and columns count from 1.
    private readonly int[] rowDual;
    private readonly int[] columnDual;
    private readonly int[] rowOf;
    private readonly int[] before;
    private readonly int[] slack;
    private readonly bool[] used;

    private SlotAssignment(int[][] weight, int columns)
    {
        (this.weight, this.columns) = (weight, columns);
        rowDual = new int[weight.Length + 1];
        (columnDual, rowOf, before, slack, used) = (new int[columns + 1], new int[columns + 1], new int[columns + 1], new int[columns + 1], new bool[columns + 1]);
    }

    /// <summary>Pairs of row and column with the greatest sum; a weight of 0 is no pair.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="weight">Worth of a pair.</param>
    public static IEnumerable<(int Row, int Column)> Solve(int rows, int columns, Func<int, int, int> weight)
    {
        var turned = rows > columns;
        var (few, many) = turned ? (columns, rows) : (rows, columns);
        var table = Enumerable.Range(0, few).Select(f => Enumerable.Range(0, many).Select(m => turned ? weight(m, f) : weight(f, m)).ToArray()).ToArray();
        return new SlotAssignment(table, many).Assign().Select(p => turned ? (p.Column, p.Row) : p);
    }

    private List<(int Row, int Column)> Assign()
    {
        for (var row = 1; row <= weight.Length; row++)
        {
            rowOf[0] = row;
            Array.Fill(slack, int.MaxValue);
            Array.Clear(used);
            var at = 0;
            do
            {
                used[at] = true;
                at = Step(at);
            }
            while (rowOf[at] != 0);

            for (; at != 0; at = before[at])
            {
                rowOf[at] = rowOf[before[at]];
            }
        }

        return [.. Enumerable.Range(1, columns).Where(c => rowOf[c] > 0 && weight[rowOf[c] - 1][c - 1] > 0).Select(c => (rowOf[c] - 1, c - 1))];
    }

    private int Step(int from)
    {
        var row = rowOf[from];
        var (worth, dual) = (weight[row - 1], rowDual[row]);
        var (delta, nearest) = (int.MaxValue, 0);
        for (var column = 1; column <= columns; column++)
        {
            if (used[column])
            {
                continue;
            }

            var reduced = -worth[column - 1] - dual - columnDual[column];
            if (reduced < slack[column])
            {
                slack[column] = reduced;
                before[column] = from;
            }

            if (slack[column] < delta)
            {
                delta = slack[column];
                nearest = column;
            }
        }

        for (var column = 0; delta != 0 && column <= columns; column++)
        {
            if (used[column])
            {
                rowDual[rowOf[column]] += delta;
                columnDual[column] -= delta;
            }
            else
            {
                slack[column] -= delta;
            }
        }

        return nearest;
    }
}
