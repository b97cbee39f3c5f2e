using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;
using EGovPlatform.TrainingService.Participants;
using NpgsqlTypes;

namespace EGovPlatform.TrainingService.Sessions;

/// <summary>
/// Finds people, rooms and vehicles that are in two sessions at once, in whatever editions. A clash that is certain
/// refuses live work; one that is only possible, because a time is missing, is a warning.
/// </summary>
internal static class SessionClashes
{
    /// <summary>What can be in one place at a time.</summary>
    public static IEnumerable<string> Keys(Session session)
    {
        foreach (var person in session.Parties.Select(p => p.Resource).Concat(session.Participants))
        {
            if (person.StartsWith("people/", StringComparison.Ordinal) || ParticipantTable.Type.Pattern.Matches(person))
            {
                yield return person;
            }
        }

        if (session.Room.Length > 0)
        {
            yield return $"room {session.Room} of {(session.Place.Length > 0 ? session.Place : Edition(session))}";
        }

        foreach (var vehicle in session.Vehicles)
        {
            yield return $"vehicle {vehicle} of {Edition(session)}";
        }
    }

    public static async Task CheckAsync(RuleContext<Session> context, Neighbors neighbors)
    {
        var session = context.Resource;
        var keys = Keys(session).Distinct(StringComparer.Ordinal).ToArray();
        if (keys.Length == 0 || !Counts(session) || CertainTime.Of(session.Date) is not { } time)
        {
            return;
        }

        foreach (var other in await neighbors.WhereAsync(SessionTable.Type, sql => sql.Add("clash_keys && ").Add(keys, NpgsqlDbType.Array | NpgsqlDbType.Text)))
        {
            if (other.Name == session.Name || !Counts(other) || CertainTime.Of(other.Date)?.Overlaps(time) is not { } answer || answer == DateAnswer.No)
            {
                continue;
            }

            foreach (var key in Keys(other).Intersect(keys, StringComparer.Ordinal))
            {
                if (answer == DateAnswer.Certainly)
                {
                    context.RefuseLive("date", "CLASH", $"{key} is in {other.Name} at that time.");
                }
                else
                {
                    context.Warn("date", "POSSIBLE_CLASH", $"{key} is in {other.Name} on that day; a time is missing.");
                }
            }
        }
    }

    private static bool Counts(Session session) => session.State is SessionState.Planned or SessionState.Held;

    private static string Edition(Session session) => SessionTable.Type.Pattern.ParentOf(session.Name);
}
