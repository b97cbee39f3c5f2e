using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>What was said to follow, and what did.</summary>
internal static class FollowUpQuestions
{
    public static async Task<IEnumerable<Answer>> AskAsync(RecordSet records, string home)
    {
        var hits = await records.ReadAsync(["FollowUp", "Link"], """
            select s.name, s.certain, f.open, s.state, f.due_edtf,
                exists (select from mart.follow_up_result b where b.name = s.name and b.version = s.version)
                or exists (select from mart.link k join v l on l.name = k.name and l.version = k.version
                    where k.to_name = s.name and k.kind = 'FOLLOW_UP_OF' and l.visible)
            from s join mart.follow_up f on f.name = s.name and f.version = s.version order by s.name
            """);
        var open = hits.Where(h => h.Flag(2)).ToList();
        var raised = hits.Where(h => h.Text(3) != "DROPPED").ToList();
        var linked = raised.Where(h => h.Flag(5)).ToList();
        var answer = new Answer("follow_ups_open", "How many follow-ups are open?").From(open).Number(open.Count);
        foreach (var followUp in open)
        {
            answer.Part(followUp.Name, followUp.Text(4) is { Length: > 0 } due ? $"due {due}" : "no date", [followUp.Name]);
        }

        return
        [
            answer,
            new Answer("follow_ups_linked", "How many of the follow-ups not dropped led to something on record?").From(raised).Number(linked.Count)
                .Says($"{linked.Count} of {raised.Count}"),
        ];
    }
}
