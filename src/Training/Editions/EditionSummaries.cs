using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Nominations;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.TrainingService.Editions;

/// <summary>Counts an edition's people without opening anything of theirs: an erased person still counts.</summary>
public sealed class EditionSummaries(NpgsqlDataSource database)
{
    private static readonly CountBasis[] Bases =
        [CountBasis.Planned, CountBasis.Expected, CountBasis.Announced, CountBasis.Nominated, CountBasis.Accepted, CountBasis.Attended, CountBasis.Absent, CountBasis.Accompanying, CountBasis.Other];

    public async Task<EditionSummary> OfAsync(CourseEdition edition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(edition);
        var nominations = await ReadAsync("nominations", Nomination.Parser, edition.Name, cancellation);
        var participants = await ReadAsync("participants", Participant.Parser, edition.Name, cancellation);
        var invitations = await ReadAsync("country_invitations", CountryInvitation.Parser, edition.Name, cancellation);
        var summary = new EditionSummary
        {
            Name = edition.Name,
            SeatsTaken = nominations.Count(SeatPlan.Takes),
            Waiting = nominations.Count(n => n.State == NominationState.Waitlisted),
        };
        if (edition.HasCapacity)
        {
            summary.Capacity = edition.Capacity;
        }

        foreach (var basis in Bases)
        {
            summary.Bases.Add(new BasisCount
            {
                Basis = basis,
                Stated = { edition.Participants.Where(c => c.Basis == basis) },
                Nominations = nominations.Count(n => Reached(n, basis)),
                Participants = participants.Count(p => p.Basis == basis),
            });
        }

        var parties = nominations.Select(PartyOf).Concat(participants.Select(PartyOf)).Concat(invitations.Select(i => i.Party)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var party in parties)
        {
            var own = nominations.Where(n => PartyOf(n) == party).ToList();
            var count = new PartyCount
            {
                Party = party,
                Nominated = own.Count(n => Reached(n, CountBasis.Nominated)),
                Accepted = own.Count(n => Reached(n, CountBasis.Accepted)),
                Attended = own.Count(n => Reached(n, CountBasis.Attended)),
                Waiting = own.Count(n => n.State == NominationState.Waitlisted),
                Participants = participants.Count(p => PartyOf(p) == party),
            };
            if (invitations.Find(i => i.Party == party) is { HasQuota: true } invitation)
            {
                count.Quota = invitation.Quota;
            }

            summary.Parties.Add(count);
        }

        return summary;
    }

    private static bool Reached(Nomination nomination, CountBasis basis) => basis switch
    {
        CountBasis.Nominated => nomination.State != NominationState.Draft,
        CountBasis.Accepted => SeatPlan.Takes(nomination),
        CountBasis.Attended => nomination.State is NominationState.Arrived or NominationState.Completed,
        CountBasis.Absent => nomination.State == NominationState.NoShow,
        _ => false,
    };

    private static string PartyOf(Nomination nomination) => nomination.Represents.Length > 0 ? nomination.Represents : nomination.Country;

    private static string PartyOf(Participant participant) => participant.Represents.Length > 0 ? participant.Represents : participant.Country;

    private async Task<List<T>> ReadAsync<T>(string table, MessageParser<T> parser, string edition, CancellationToken cancellation) where T : IMessage<T>
    {
        await using var command = database.CreateCommand($"select body from {table} where parent = $1 and delete_time is null order by name");
        command.Parameters.Add(new() { Value = edition });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return found;
    }
}
