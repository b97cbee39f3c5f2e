using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Programs;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Ledger;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>
/// The record whose budget an entry takes from, with its round. Held, they let one of many bookings at once go on after
/// the other; the project before the round, as a project's own write locks them.
/// </summary>
internal sealed record ActivityBudget(Project? Project, Round? Round, Program? Program)
{
    /// <summary>Null for records without a budget of their own, such as a delegation.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="hold">Whether the entry may count against the budget in this write.</param>
    /// <param name="neighbors">The database.</param>
    public static async Task<ActivityBudget?> OfAsync(LedgerEntry entry, bool hold, Neighbors neighbors)
    {
        var held = hold && entry.Money.Kind is MoneyKind.Approved or MoneyKind.Committed or MoneyKind.Released;
        if (ProjectTable.Type.Pattern.Matches(entry.Activity))
        {
            var project = await ReadAsync(ProjectTable.Type, entry.Activity, held, neighbors);
            return project is null ? null : new(project, await ReadAsync(RoundTable.Type, project.Round, held, neighbors), null);
        }

        return RoundTable.Type.Pattern.Matches(entry.Activity) && await ReadAsync(RoundTable.Type, entry.Activity, held, neighbors) is { } round ? new(null, round, null)
            : ProgramTable.Type.Pattern.Matches(entry.Activity) && await ReadAsync(ProgramTable.Type, entry.Activity, held, neighbors) is { } program ? new(null, null, program)
            : null;
    }

    /// <summary>Budget that the record itself has for a component, or for the whole.</summary>
    public IEnumerable<Money> OnRecord(string component) =>
        (component.Length > 0 ? Project?.Components.Where(c => c.Key == component).SelectMany(c => c.Budget) : Project?.Budget ?? Program?.Budget)?.Where(m => m.Kind == MoneyKind.Approved) ?? [];

    private static Task<T?> ReadAsync<T>(ResourceType<T> type, string name, bool hold, Neighbors neighbors) where T : class, Google.Protobuf.IMessage<T>, new() =>
        hold ? neighbors.HoldAsync(type, name) : neighbors.FindAsync(type, name);
}
