using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Registrations;

/// <summary>The moves that look at the seats of the engagement, which is held.</summary>
public sealed class RegistrationMoves(Resource<Registration> registrations, Resource<Engagement> engagements, TimeProvider time)
{
    /// <summary>Registers until the deadline has certainly passed.</summary>
    public async Task<Registration> CreateAsync(CreateRegistrationRequest request, ServerCallContext call)
    {
        var terms = (await engagements.GetAsync(new GetRequest { Name = request.Parent }, call)).Registration;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return request.Registration?.Record is not { Historical: true } && DateRules.Overdue(terms?.Deadline, today) == DateAnswer.Certainly
            ? throw Errors.InvalidField("parent", "DEADLINE", $"Registrations were taken until {terms!.Deadline.Latest}.")
            : await registrations.CreateAsync(request, call);
    }

    /// <summary>A seat, or a place in waiting; who waits first is approved first.</summary>
    public Task<Registration> ApproveAsync(TransitionRequest request, ServerCallContext call) => registrations.ActAsync(Act.Of(request, call), async (registration, neighbors) =>
    {
        var (free, all) = await SeatsAsync(registration.Name, neighbors);
        var first = First(all);
        if (registration.State == RegistrationState.Waitlisted)
        {
            return !free ? throw Errors.LimitExceeded("state", "the seats of the engagement")
                : first!.Name != registration.Name ? throw Errors.InvalidField("name", "WAITING_ORDER", $"{first.Name} is earlier in waiting.")
                : Promote(registration, request, "A seat became free.");
        }

        if (free && first is null)
        {
            return registrations.Move(registration, RegistrationState.Approved, request);
        }

        var verb = registrations.Move(registration, RegistrationState.Waitlisted, request, "All seats are taken.");
        registration.WaitingNumber = all.Max(r => r.WaitingNumber) + 1;
        return verb;
    });

    /// <summary>A seat that becomes free goes to the first in waiting in the same transaction.</summary>
    public Task<Registration> CancelAsync(TransitionRequest request, ServerCallContext call)
    {
        var had = false;
        return registrations.ActAsync(
            Act.Of(request, call),
            (registration, _) =>
            {
                had = registration.State == RegistrationState.Approved;
                return Task.FromResult<string?>(registrations.Move(registration, RegistrationState.Cancelled, request));
            },
            async (left, neighbors) =>
            {
                var (free, all) = await SeatsAsync(left.Name, neighbors);
                return had && free && First(all) is { } heir
                    ? [new Follower<Registration>(heir.Name, next => Promote(next, new TransitionRequest(), $"{left.Name} left."))]
                    : [];
            });
    }

    private static Registration? First(IEnumerable<Registration> all) => all.Where(r => r.State == RegistrationState.Waitlisted).MinBy(r => r.WaitingNumber);

    private static async Task<(bool Free, IReadOnlyList<Registration> All)> SeatsAsync(string name, Neighbors neighbors)
    {
        var parent = RegistrationTable.Type.Pattern.ParentOf(name);
        var engagement = await neighbors.FindAsync(EngagementTable.Type, parent);
        var all = await neighbors.ListAsync(RegistrationTable.Type, "parent", parent);
        var taken = all.Count(r => r.State is RegistrationState.Approved or RegistrationState.Attended);
        return (engagement?.Registration is not { HasSeats: true } terms || taken < terms.Seats, all);
    }

    private string Promote(Registration registration, TransitionRequest request, string rule)
    {
        registrations.Move(registration, RegistrationState.Approved, request, rule);
        return "promoted";
    }
}
