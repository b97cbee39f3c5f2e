using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>Who read a person's data, as exports tell it.</summary>
internal static class Reads
{
    public static IEnumerable<Training.V1.PersonalRead> Of(PersonTrail trail) =>
        trail.Reads.Select(r => new Training.V1.PersonalRead { ReadTime = Timestamp.FromDateTime(r.Time), Actor = r.Actor, Method = r.Method });
}
