using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Engagements;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Registrations;

/// <summary>What lists of registrations filter and sort by. Those of one engagement are written one at a time, so seats hold.</summary>
public static class RegistrationTable
{
    public static readonly ResourceType<Registration> Type = new ResourceType<Registration>("registrations")
        .Act("promoted")
        .StateMachine<RegistrationState>(s => s
            .Start(RegistrationState.Requested)
            .Move(RegistrationState.Approved, "approved", RegistrationState.Requested, RegistrationState.Waitlisted)
            .Move(RegistrationState.Waitlisted, "waitlisted", RegistrationState.Requested)
            .Move(RegistrationState.Refused, "refused", RegistrationState.Requested, RegistrationState.Waitlisted)
            .Move(RegistrationState.Cancelled, "cancelled", RegistrationState.Requested, RegistrationState.Waitlisted, RegistrationState.Approved)
            .Move(RegistrationState.Attended, "attended", RegistrationState.Approved)
            .Move(RegistrationState.Absent, "absent", RegistrationState.Approved))
        .Countries(r => [r.Represents])
        .Text("person", r => r.Person)
        .Text("represents", r => r.Represents)
        .Column("waiting_number", ColumnKind.Number, r => (long)r.WaitingNumber)
        .HoldParent(EngagementTable.Type)
        .Rule(Check)
        .Guard(CheckTermsAsync);

    private static void Check(RuleContext<Registration> context)
    {
        var registration = context.Resource;
        context.RequireOne("person", registration.Person, registration.Represents);
        if (registration.State == RegistrationState.Refused)
        {
            context.RequireReason(registration.Record, "REGISTRATION_STATE_REFUSED");
        }
    }

    private static async Task CheckTermsAsync(RuleContext<Registration> context, Neighbors neighbors)
    {
        var registration = context.Resource;
        var parent = Type.Pattern.ParentOf(registration.Name);
        if (context.Current is null && await neighbors.FindAsync(EngagementTable.Type, parent) is { } engagement)
        {
            if (engagement.State is not (EngagementState.Planned or EngagementState.Confirmed) || engagement.Registration is null)
            {
                context.RefuseLive("parent", "NOT_OPEN", $"{parent} takes no registrations.");
            }
        }

        if (registration.Person.Length > 0
            && (await neighbors.ListAsync(Type, "parent", parent)).Any(r => r.Name != registration.Name && r.Person == registration.Person && r.State is not (RegistrationState.Cancelled or RegistrationState.Refused)))
        {
            context.RefuseLive("person", "DUPLICATE", "The person is registered already.");
        }
    }
}
