using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Which changes a webhook is told of.</summary>
/// <param name="Webhook">Its wishes.</param>
/// <param name="Owner">Who made it, with the rights of then.</param>
internal sealed record EventFilter(Webhook Webhook, Caller Owner)
{
    public bool Wants(WebhookEvent change, DateOnly today) =>
        (Webhook.Types_.Count == 0 || Webhook.Types_.Any(pattern => Matches(pattern, change.Type)))
        && (Webhook.Resources.Count == 0 || Webhook.Resources.Contains(change.Subject))
        && (Webhook.Countries.Count == 0 || Webhook.Countries.Any(change.Names.Contains))
        && (Visible.IsEverything(Owner) || (Visible.IsStaff(Owner) && change.Workspace == Owner.Workspace) || (change.Record is { } record && Visible.To(Owner, record, today)));

    /// <summary>AMQP's topic match over words apart by dots: `*` is one word, `#` none or more.</summary>
    public static bool Matches(string pattern, string type) => Matches(pattern.Split('.'), type.Split('.'));

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> words)
    {
        if (pattern.IsEmpty)
        {
            return words.IsEmpty;
        }

        if (pattern[0] == "#")
        {
            return Matches(pattern[1..], words) || (!words.IsEmpty && Matches(pattern, words[1..]));
        }

        return !words.IsEmpty && (pattern[0] == "*" || pattern[0] == words[0]) && Matches(pattern[1..], words[1..]);
    }
}
