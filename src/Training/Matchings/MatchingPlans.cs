using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Matchings.Planning;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Matchings;

/// <summary>Plans a matching as an operation and stores the schedule, unless the matching was changed meanwhile.</summary>
public sealed class MatchingPlans(Resource<Matching> matchings, OperationRunner operations)
{
    public async Task<Operation> StartAsync(PlanMatchingRequest request, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(request);
        var matching = await matchings.GetAsync(new GetRequest { Name = request.Name }, call);
        if (request.Etag.Length > 0 && request.Etag != matching.Etag)
        {
            throw Access.Errors.EtagMismatch(request.Name, request.Etag, matching.Etag);
        }

        // Says at once what cannot be planned.
        var draft = new TransitionRequest { Name = matching.Name, Etag = matching.Etag, Reason = request.Reason };
        matchings.Move(matching.Clone(), MatchingState.Planned, draft);
        var act = Act.Of(draft, call);
        return await operations.StartAsync("planMatching", (report, cancellation) => PlanAsync(matching, request.KeepMeetings, draft, act.Later(cancellation), report, cancellation), request.RequestId);
    }

    private async Task<IMessage?> PlanAsync(Matching matching, bool keep, TransitionRequest draft, Act act, OperationRunner.Report report, CancellationToken cancellation)
    {
        var names = new MatchingNames(matching);
        var kept = keep ? names.Possible(matching.Meetings) : [];
        var plan = await MeetingPlanner.PlanAsync(names.Problem, kept, (done, all) => report(done, all), cancellation);
        var meetings = plan.Meetings.Select(names.Meeting).ToList();
        var (before, after) = (matching.Meetings.Select(Key).ToHashSet(), meetings.Select(Key).ToHashSet());
        await matchings.ActAsync(act, (stored, _) =>
        {
            var verb = matchings.Move(stored, MatchingState.Planned, draft);
            stored.Meetings.Clear();
            stored.Meetings.Add(meetings);
            stored.Weight = plan.Weight;
            stored.WeightBound = plan.Bound;
            stored.Method = plan.IsGreatest ? MatchingMethod.FlowAndColoring : MatchingMethod.SlotBySlot;
            return Task.FromResult<string?>(verb);
        });
        var (met, wishes) = names.Wishes(plan.Meetings);
        return new PlanMatchingResponse
        {
            Name = matching.Name,
            Weight = plan.Weight,
            WeightBound = plan.Bound,
            Meetings = meetings.Count,
            Added = after.Count(m => !before.Contains(m)),
            Removed = before.Count(m => !after.Contains(m)),
            WishesMet = met,
            Wishes = wishes,
        };
    }

    private static (string Official, string Company, string Slot) Key(Meeting meeting) => (meeting.Official, meeting.Company, meeting.Slot);
}
