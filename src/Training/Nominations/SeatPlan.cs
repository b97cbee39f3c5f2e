using System.Globalization;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Invitations;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>Who has a seat in an edition and who waits, as it stands inside the write that asks.</summary>
internal sealed class SeatPlan(CourseEdition edition, IReadOnlyList<CountryInvitation> invitations, IReadOnlyList<Nomination> nominations)
{
    private readonly List<Nomination> taking = [.. nominations.Where(Takes)];

    public CourseEdition Edition => edition;

    public IReadOnlyList<Nomination> Nominations => nominations;

    public int Taken => taking.Count;

    /// <summary>Those in waiting, first in order first.</summary>
    public IEnumerable<Nomination> Waiting => nominations.Where(n => n.State == NominationState.Waitlisted).OrderBy(n => n.WaitingNumber).ThenBy(n => n.Name, StringComparer.Ordinal);

    public int NextWaitingNumber => nominations.Select(n => n.WaitingNumber).DefaultIfEmpty().Max() + 1;

    public static async Task<SeatPlan> ReadAsync(Neighbors neighbors, string edition) => new(
        await neighbors.FindAsync(CourseEditionTable.Type, edition) ?? throw Access.Errors.NotFound(edition),
        await neighbors.ListAsync(CountryInvitationTable.Type, "parent", edition),
        await neighbors.ListAsync(NominationTable.Type, "parent", edition));

    /// <summary>Whether a nomination takes a seat. One who did not come takes none.</summary>
    public static bool Takes(Nomination nomination) =>
        nomination.State is NominationState.Accepted or NominationState.Invited or NominationState.Arrived or NominationState.Completed;

    /// <summary>The parties whose quota a nomination counts against.</summary>
    public static IReadOnlyList<string> PartiesOf(Nomination nomination) =>
        [.. new[] { nomination.Represents, nomination.Country, nomination.Organization }.Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The invitations a nomination comes under.</summary>
    public IReadOnlyList<CountryInvitation> InvitationsOf(Nomination nomination) => [.. invitations.Where(i => PartiesOf(nomination).Contains(i.Party))];

    /// <summary>Whether the edition invites by name and this nomination comes under none of those.</summary>
    public bool IsUninvited(Nomination nomination) => invitations.Count > 0 && InvitationsOf(nomination).Count == 0;

    /// <summary>Why there is no seat for the nomination; null when there is one.</summary>
    public string? Full(Nomination nomination)
    {
        foreach (var invitation in InvitationsOf(nomination).Where(i => i.HasQuota))
        {
            var used = taking.Count(n => n.Name != nomination.Name && PartiesOf(n).Contains(invitation.Party));
            if (used >= invitation.Quota)
            {
                return Text($"Quota of {invitation.Party}: {used} of {invitation.Quota} places are taken.");
            }
        }

        var seats = taking.Count(n => n.Name != nomination.Name);
        return edition.HasCapacity && seats >= edition.Capacity ? Text($"Capacity: {seats} of {edition.Capacity} seats are taken.") : null;
    }

    /// <summary>The first in waiting who may have a seat now.</summary>
    public Nomination? First() => Waiting.FirstOrDefault(n => Full(n) is null);

    /// <summary>Gives a seat, so that the next question sees it taken.</summary>
    public void Seat(Nomination nomination) => taking.Add(nomination);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
