using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>The moves of a nomination that look at its edition. Each runs while the edition is held.</summary>
public sealed class NominationMoves(Resource<Nomination> nominations, TimeProvider time)
{
    /// <summary>DRAFT to NOMINATED: in time, invited, and the only nomination of the person.</summary>
    public Task<Nomination> SubmitAsync(TransitionRequest request, ServerCallContext call) => nominations.ActAsync(Act.Of(request, call), async (nomination, neighbors) =>
    {
        var plan = await PlanAsync(nomination, neighbors);
        if (plan.Edition.State is not (CourseEditionState.Announced or CourseEditionState.Nominating))
        {
            throw Errors.InvalidField("name", "NOT_NOMINATING", $"{plan.Edition.Name} takes no nominations in state {plan.Edition.State}.");
        }

        var deadline = plan.InvitationsOf(nomination).Select(i => i.NominationDeadline).LastOrDefault(d => d is { Edtf.Length: > 0 }) ?? plan.Edition.NominationDeadline;
        if (DateRules.Overdue(deadline, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) == DateAnswer.Certainly)
        {
            throw Errors.InvalidField("name", "DEADLINE", $"Nominations were taken until {deadline!.Latest}.");
        }

        var here = (await PastAttendance.SameAsync(nomination, neighbors)).ToHashSet(StringComparer.Ordinal);
        if (plan.Nominations.FirstOrDefault(n => here.Contains(n.Name) && n.State is not (NominationState.Draft or NominationState.Rejected or NominationState.Withdrawn)) is { } twice)
        {
            throw Errors.InvalidField("name", "DUPLICATE", $"The same person is nominated by {twice.Name}.");
        }

        return nominations.Move(nomination, NominationState.Nominated, request);
    });

    /// <summary>Adds an endorsement; the last one the edition asks for moves the nomination to ENDORSED.</summary>
    public Task<Nomination> EndorseAsync(EndorseNominationRequest request, ServerCallContext call) => nominations.ActAsync(
        new Act(request, call, request.Name, request.Etag, request.RequestId, request.ValidateOnly, request.Reason),
        async (nomination, neighbors) =>
        {
            var endorsement = request.Endorsement ?? throw Errors.InvalidField("endorsement", "REQUIRED", "The endorsement is missing.");
            var transition = new TransitionRequest { Effective = endorsement.Endorsed, DecidedBy = endorsement.Endorser?.AsPrinted is { Length: > 0 } printed ? printed : endorsement.Endorser?.Resource ?? "" };
            var steps = (await PlanAsync(nomination, neighbors)).Edition.EndorsementSteps;
            nomination.Endorsements.Add(endorsement);
            var last = nomination.Endorsements.Count >= Math.Max(1, steps.Count);
            if (last || nomination.State != NominationState.Nominated)
            {
                return nominations.Move(nomination, NominationState.Endorsed, transition);
            }

            return "endorsed_in_part";
        });

    /// <summary>ENDORSED to SCREENED, unless a binding condition is not met.</summary>
    public Task<Nomination> ScreenAsync(TransitionRequest request, ServerCallContext call) => nominations.ActAsync(Act.Of(request, call), async (nomination, neighbors) =>
    {
        var findings = await Eligibility.JudgeAsync((await PlanAsync(nomination, neighbors)).Edition, nomination, neighbors);
        var violations = findings.Where(f => f is { Advisory: false, Result: FindingResult.NotMet }).Select(f => new FieldViolation("name", f.Kind.ToString().ToUpperInvariant(), f.Detail)).ToList();
        var verb = nominations.Move(nomination, NominationState.Screened, request);
        nomination.Findings.Clear();
        nomination.Findings.Add(findings);
        return violations.Count == 0 ? verb : throw Errors.InvalidFields(violations);
    });

    /// <summary>To ACCEPTED while there is a seat that nobody in waiting comes before; else to WAITLISTED, with the reason.</summary>
    public Task<Nomination> AcceptAsync(TransitionRequest request, ServerCallContext call) => nominations.ActAsync(Act.Of(request, call), async (nomination, neighbors) =>
    {
        var plan = await PlanAsync(nomination, neighbors);
        var full = plan.Full(nomination);
        if (nomination.State == NominationState.Waitlisted)
        {
            return full is not null ? throw Errors.LimitExceeded("state", full)
                : plan.First() is { } first && first.Name != nomination.Name ? throw Errors.InvalidField("name", "WAITING_ORDER", $"{first.Name} is earlier in waiting.")
                : Promote(nomination, request, "");
        }

        full ??= plan.First() is { } earlier ? $"A seat is free, and {earlier.Name} is earlier in waiting for it." : null;
        if (full is null)
        {
            return nominations.Move(nomination, NominationState.Accepted, request);
        }

        var verb = nominations.Move(nomination, NominationState.Waitlisted, request, full);
        nomination.WaitingNumber = plan.NextWaitingNumber;
        return verb;
    });

    /// <summary>To NO_SHOW or WITHDRAWN; a seat that becomes free goes on in the same transaction.</summary>
    public Task<Nomination> LeaveAsync(TransitionRequest request, NominationState to, ServerCallContext call)
    {
        var free = false;
        return nominations.ActAsync(
            Act.Of(request, call),
            (nomination, _) =>
            {
                free = SeatPlan.Takes(nomination);
                return Task.FromResult<string?>(nominations.Move(nomination, to, request));
            },
            async (left, neighbors) =>
            {
                var plan = await PlanAsync(left, neighbors);
                var heir = request.ReplacedBy.Length > 0 ? Replacement(request.ReplacedBy, plan) : free ? plan.First() : null;
                if (heir is null)
                {
                    return [];
                }

                var rule = request.ReplacedBy.Length > 0 ? $"Takes the place of {left.Name}." : $"First in waiting for whom quota and capacity have room, after {left.Name} left.";
                return [new Follower<Nomination>(heir.Name, next => Promote(next, new TransitionRequest(), rule))];
            });
    }

    /// <summary>Gives seats to those in waiting until there is none for the first who may have one.</summary>
    public async Task<IReadOnlyList<Nomination>> PromoteAsync(PromoteNominationsRequest request, ServerCallContext call)
    {
        var waiting = await nominations.ListAsync<ListNominationsResponse>(new ListRequest { Parent = request.Parent, Filter = "state = WAITLISTED", OrderBy = "waiting_number", PageSize = 1000 }, call);
        var promoted = new List<Nomination>();
        foreach (var name in waiting.Nominations.Select(n => n.Name))
        {
            var transition = new TransitionRequest { Name = name, Reason = request.Reason };
            var given = false;
            var stored = await nominations.ActAsync(Act.Of(transition, call), async (nomination, neighbors) =>
            {
                given = (await PlanAsync(nomination, neighbors)).First()?.Name == name;
                return given ? Promote(nomination, transition, "Quota or capacity has grown.") : null;
            });
            if (given)
            {
                promoted.Add(stored);
            }
        }

        return promoted;
    }

    private string Promote(Nomination nomination, TransitionRequest request, string rule)
    {
        var place = nomination.WaitingNumber > 0 ? string.Create(CultureInfo.InvariantCulture, $"From waiting number {nomination.WaitingNumber}. ") : "";
        nominations.Move(nomination, NominationState.Accepted, request, (place + rule).Trim());
        return "promoted";
    }

    private static Nomination Replacement(string name, SeatPlan plan)
    {
        var heir = plan.Nominations.FirstOrDefault(n => n.Name == name);
        return heir is not { State: NominationState.Screened or NominationState.Waitlisted }
            ? throw Errors.InvalidField("replaced_by", "NOT_READY", "The one who takes the seat is a nomination of the same edition, SCREENED or WAITLISTED.")
            : plan.Full(heir) is { } full ? throw Errors.LimitExceeded("replaced_by", full)
            : heir;
    }

    private static Task<SeatPlan> PlanAsync(Nomination nomination, Neighbors neighbors) => SeatPlan.ReadAsync(neighbors, NominationTable.Type.Pattern.ParentOf(nomination.Name));
}
