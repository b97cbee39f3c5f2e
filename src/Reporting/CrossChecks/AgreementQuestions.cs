using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Agreements concluded and centers run.</summary>
internal static class AgreementQuestions
{
    public static async Task<IEnumerable<Answer>> AskAsync(RecordSet records, string home)
    {
        var agreements = await records.ReadAsync(["Agreement"], "select s.name, s.certain, f.signed_edtf from s join mart.agreement f on f.name = s.name and f.version = s.version where f.concluded order by s.name");
        var concluded = new Answer("agreements", "How many agreements were concluded?").From(agreements).Number(agreements.Count)
            .Doubt(agreements.Count(a => a.Text(2).Length == 0), "agreements of which the day of signing is unknown");
        foreach (var agreement in agreements)
        {
            concluded.Part(agreement.Name, agreement.Text(2) is { Length: > 0 } signed ? signed : "undated", [agreement.Name]);
        }

        var centers = await records.ReadAsync(["CooperationCenter"], "select s.name, s.certain, f.country from s join mart.center f on f.name = s.name and f.version = s.version where not f.closed order by s.name");
        var open = new Answer("centers", "How many cooperation centers are there?").From(centers).Number(centers.Count);
        foreach (var center in centers)
        {
            open.Part(center.Name, center.Text(2), [center.Name]);
        }

        return [concluded, open];
    }
}
