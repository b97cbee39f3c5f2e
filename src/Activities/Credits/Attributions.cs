using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;
using Google.Protobuf;

namespace EGovPlatform.ActivitiesService.Credits;

/// <summary>What outcomes are credited to must be named, each once.</summary>
internal static class Attributions
{
    public static void Check<T>(RuleContext<T> context, IEnumerable<Attribution> attributions) where T : class, IMessage<T>
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, attribution) in attributions.Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"attributions[{i}].resource");
            context.Require(field, attribution.Resource);
            if (attribution.Resource.Length > 0 && !seen.Add(attribution.Resource))
            {
                context.Refuse(field, "DUPLICATE", $"'{attribution.Resource}' is credited twice.");
            }
        }
    }
}
