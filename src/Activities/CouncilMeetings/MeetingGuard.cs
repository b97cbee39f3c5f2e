using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.CouncilMeetings;

/// <summary>Whether a meeting can decide, who may not vote on what, and what the votes say.</summary>
internal static class MeetingGuard
{
    public static async Task CheckAsync(RuleContext<CouncilMeeting> context, Neighbors neighbors)
    {
        var meeting = context.Resource;
        if (await neighbors.FindAsync(CouncilTable.Type, CouncilMeetingTable.Type.Pattern.ParentOf(meeting.Name)) is not { } council)
        {
            return;
        }

        foreach (var (i, key) in meeting.Present.Index().Where(p => council.Members.All(m => m.Key != p.Item)))
        {
            context.RefuseLive(string.Create(CultureInfo.InvariantCulture, $"present[{i}]"), "UNKNOWN_KEY", $"'{key}' is not the key of a member of {council.Name}.");
        }

        meeting.Quorum = QuorumOf(council, meeting.Present.Count);
        if (meeting.State == CouncilMeetingState.Opened && context.Current?.State != CouncilMeetingState.Opened && meeting.Quorum == QuorumState.NotMet)
        {
            context.RefuseLive("present", "NO_QUORUM", $"{meeting.Present.Count} members are there; {council.Name} decides with at least {CountRules.Bounds(council.Quorum).Lower}.");
        }

        var conflicts = meeting.Round.Length == 0 ? [] : await neighbors.ListAsync(ConflictTable.Type, "parent", meeting.Round);
        foreach (var motion in meeting.Motions)
        {
            // Votes come by the vote method alone; an update that brings none keeps those there are.
            if (motion.Votes.Count == 0 && context.Current?.Motions.FirstOrDefault(m => m.Key == motion.Key) is { } before)
            {
                motion.Votes.Add(before.Votes);
            }

            motion.Recused.Clear();
            motion.Recused.Add(conflicts.Where(c => c.State == ConflictState.Standing && c.Proposal == motion.Proposal && meeting.Present.Contains(c.Member)).Select(c => c.Member).Order(StringComparer.Ordinal));
            motion.Outcome = OutcomeOf(council, meeting, motion);
        }
    }

    /// <summary>With a quorum nobody stated, or stated as "about", nobody can tell.</summary>
    private static QuorumState QuorumOf(Council council, int present)
    {
        var (lower, upper) = (CountRules.Bounds(council.Quorum).Lower, CountRules.Bounds(council.Quorum).Upper);
        return council.Quorum is null || lower is null ? QuorumState.Unknown
            : present < lower ? QuorumState.NotMet
            : upper is null || present >= upper ? QuorumState.Met : QuorumState.Unknown;
    }

    private static MotionOutcome OutcomeOf(Council council, CouncilMeeting meeting, Motion motion)
    {
        var voters = meeting.Present.Except(motion.Recused, StringComparer.Ordinal).ToList();
        var counted = motion.Votes.Where(v => voters.Contains(v.Member)).ToList();
        var (yes, no) = (counted.Count(v => v.Choice == VoteChoice.Yes), counted.Count(v => v.Choice == VoteChoice.No));
        return meeting.State != CouncilMeetingState.Closed && counted.Count < Math.Max(1, voters.Count) ? MotionOutcome.Open
            : QuorumOf(council, voters.Count) == QuorumState.NotMet ? MotionOutcome.NoQuorum
            : yes > no ? MotionOutcome.Carried
            : yes < no ? MotionOutcome.Lost : MotionOutcome.Tied;
    }
}
