using System.Globalization;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using MimeKit;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>What a subscription must be by itself.</summary>
internal static class SubscriptionRules
{
    private const int MaxAddress = 254;
    private const int MaxAbout = 100;
    private const int MaxLead = 365;
    private static readonly string[] Scopes = ["countries/", "organizations/", "programs/"];

    /// <summary>Every fault, by field.</summary>
    public static List<FieldViolation> Check(NotificationSubscription subscription)
    {
        var faults = new List<FieldViolation>();
        Need(IsMailbox(subscription.Address), "address", "MAILBOX", $"address is one mailbox such as officer@example.org, in ASCII, of at most {MaxAddress} characters.");
        Need(Letters.Languages.Contains(subscription.LanguageCode), "language_code", "LANGUAGE", $"language_code is one of {string.Join(", ", Letters.Languages)}.");
        Need(subscription.Kinds.All(Enum.IsDefined) && !subscription.Kinds.Contains(NoticeKind.Unspecified), "kinds", "ENUM", "kinds are those the contract names.");
        Need(Enum.IsDefined(subscription.Digest), "digest", "ENUM", "digest is IMMEDIATE, DAILY or WEEKLY.");
        Need(TimeOnly.TryParseExact(subscription.TimeOfDay, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), "time_of_day", "TIME", "time_of_day is HH:MM.");
        Need(TimeZoneInfo.TryFindSystemTimeZoneById(subscription.TimeZone, out _), "time_zone", "TIME_ZONE", "time_zone is an IANA name such as Asia/Seoul.");
        Need(subscription.DayOfWeek is >= 1 and <= 7, "day_of_week", "RANGE", "day_of_week is 1 (Monday) to 7.");
        Need(subscription.LeadDays is >= 0 and <= MaxLead, "lead_days", "RANGE", $"lead_days is 0 to {MaxLead}.");
        Need(subscription.About.Count <= MaxAbout, "about", "TOO_MANY", $"about has at most {MaxAbout} entries.");
        foreach (var (i, name) in subscription.About.Index().Where(a => !Scopes.Any(s => a.Item.StartsWith(s, StringComparison.Ordinal)) || ResourceCatalog.Find(a.Item) is null))
        {
            faults.Add(new(FormattableString.Invariant($"notification_subscription.about[{i}]"), "RESOURCE_NAME", $"'{name}' is not a country, organization or program."));
        }

        return faults;

        void Need(bool good, string field, string rule, string description)
        {
            if (!good)
            {
                faults.Add(new($"notification_subscription.{field}", rule, description));
            }
        }
    }

    /// <summary>Puts in what an empty field means.</summary>
    public static NotificationSubscription Complete(NotificationSubscription subscription)
    {
        subscription.LanguageCode = Or(subscription.LanguageCode, "en");
        subscription.TimeOfDay = Or(subscription.TimeOfDay, "07:00");
        subscription.TimeZone = Or(subscription.TimeZone, "UTC");
        subscription.DayOfWeek = subscription.DayOfWeek == 0 ? 1 : subscription.DayOfWeek;
        subscription.Digest = subscription.Digest == NotificationDigest.Unspecified ? NotificationDigest.Daily : subscription.Digest;
        return subscription;

        static string Or(string given, string usual) => given.Length > 0 ? given : usual;
    }

    /// <summary>
    /// Whether a text is one mailbox and nothing else: no name, no list, no control character, so that it can neither add recipients nor
    /// headers nor SMTP commands.
    /// </summary>
    public static bool IsMailbox(string text) =>
        text.Length <= MaxAddress && text.All(c => c is > ' ' and < (char)127) && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text && mailbox.Domain.Length > 0;
}
