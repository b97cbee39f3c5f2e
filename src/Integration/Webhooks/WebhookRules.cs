using System.Net;
using System.Text.RegularExpressions;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>What a webhook must be by itself.</summary>
internal static partial class WebhookRules
{
    private const int MaxUri = 2048;
    private const int MaxText = 1000;
    private const int MaxWishes = 100;

    /// <summary>Every fault, by field.</summary>
    public static List<FieldViolation> Check(Webhook webhook, WebhookOptions options)
    {
        var faults = new List<FieldViolation>();
        if (UriFault(webhook.Uri, options) is { } fault)
        {
            faults.Add(new("webhook.uri", "URI", fault));
        }

        if (webhook.Description.Length > MaxText)
        {
            faults.Add(new("webhook.description", "LENGTH", $"description has at most {MaxText} characters."));
        }

        faults.AddRange(Wishes("types", webhook.Types_, "TOPIC_PATTERN", "is not words, `*` or `#` apart by dots", t => Topic().IsMatch(t)));
        faults.AddRange(Wishes("countries", webhook.Countries, "RESOURCE_NAME", "is not a country such as `countries/PE`", c => Country().IsMatch(c)));
        faults.AddRange(Wishes("resources", webhook.Resources, "RESOURCE_NAME", "is not the name of a record", r => ResourceCatalog.Find(r) is not null));
        return faults;
    }

    private static IEnumerable<FieldViolation> Wishes(string field, IReadOnlyList<string> wishes, string rule, string what, Func<string, bool> isGood)
    {
        if (wishes.Count > MaxWishes)
        {
            yield return new($"webhook.{field}", "TOO_MANY", $"{field} has at most {MaxWishes} entries.");
        }

        foreach (var (i, wish) in wishes.Index().Where(w => w.Item.Length > MaxUri || !isGood(w.Item)))
        {
            yield return new(FormattableString.Invariant($"webhook.{field}[{i}]"), rule, $"'{wish}' {what}.");
        }
    }

    private static string? UriFault(string text, WebhookOptions options)
    {
        if (text.Length > MaxUri || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !(options.AllowPrivateTargets && uri.Scheme == Uri.UriSchemeHttp)))
        {
            return $"uri is an absolute https address of at most {MaxUri} characters.";
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return "uri has neither user information nor a fragment.";
        }

        // A name is looked up when it is called; what is written as an address can be told now.
        var isNumber = IPAddress.TryParse(uri.DnsSafeHost, out var address);
        return isNumber && !options.AllowPrivateTargets && !PublicTargets.IsPublic(address!) ? "The address is not public." : null;
    }

    [GeneratedRegex(@"^([a-z0-9_]+|\*|#)(\.([a-z0-9_]+|\*|#)){0,15}$")]
    private static partial Regex Topic();

    [GeneratedRegex("^countries/[A-Z]{2}$")]
    private static partial Regex Country();
}
