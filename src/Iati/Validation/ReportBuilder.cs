namespace EGovPlatform.Iati.Validation;

/// <summary>Collects findings entry by entry.</summary>
internal sealed class ReportBuilder(int limit)
{
    private readonly List<ReportEntry> entries = [];
    private readonly int[] counts = new int[4];
    private int kept;

    public void Add(string identifier, string title, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            counts[(int)finding.Severity]++;
        }

        var reported = findings.Take(Math.Max(0, limit - kept)).ToList();
        kept += reported.Count;
        if (reported.Count > 0)
        {
            entries.Add(new(identifier, title, Categories(reported)));
        }
    }

    public ValidationReport Build(string fileType, string version) => new()
    {
        FileType = fileType,
        IatiVersion = version,
        Summary = new(counts[(int)Severity.Critical], counts[(int)Severity.Error], counts[(int)Severity.Warning], counts[(int)Severity.Advisory]),
        Errors = entries,
    };

    private static List<ReportCategory> Categories(List<Finding> findings) =>
    [
        .. findings.GroupBy(f => f.Category).Select(c => new ReportCategory(c.Key,
        [
            .. c.GroupBy(f => (f.Id, f.Severity, f.Message, f.Codelist)).Select(e => new ReportError(
                e.Key.Id, Word(e.Key.Severity), e.Key.Message, e.Key.Codelist, [.. e.Select(Context)])),
        ])),
    ];

    private static ReportContext Context(Finding f) => f.Line == 0
        ? new(f.Context, null, null)
        : new($"{f.Context} at line: {f.Line}, column: {f.Column}", f.Line, f.Column);

    private static string Word(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "advisory",
    };
}
