using System.CommandLine;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.Cli;

/// <summary>`egov keys`: API keys for programs.</summary>
internal static class KeysCommand
{
    // A development token may be anyone; with EGOV_TOKEN the token says who the owner is.
    private static readonly Role[] Anyone = [Role.Viewer, Role.Editor, Role.Approver, Role.CouncilMember, Role.TrainingOfficer, Role.Partner, Role.Auditor, Role.Operator];

    public static Command Create() => new("keys", "API keys: programs send them where people send tokens.") { Add(), List(), Rotate(), Revoke() };

    private static Command Add()
    {
        var roles = new Option<string[]>("--role") { Description = "What the key may do; at most what you may. May be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        var countries = new Option<string[]>("--country") { Description = "Only these countries, such as countries/PE.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var organizations = new Option<string[]>("--organization") { Description = "Only these organizations, such as organizations/mef.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var days = new Option<int>("--days") { Description = "How long it is valid, at most 366.", DefaultValueFactory = _ => 90 };
        var description = new Option<string>("--description") { Description = "Which program holds it.", DefaultValueFactory = _ => "" };
        var command = new Command("create", "Make a key. Its secret is printed once and can never be read again.") { roles, countries, organizations, days, description };
        command.SetAction(async (parsed, cancellation) =>
        {
            var key = new ApiKey { Description = parsed.GetValue(description), ExpireTime = End(parsed.GetValue(days)) };
            foreach (var text in parsed.GetValue(roles)!)
            {
                key.Roles.Add(RoleNames.TryParse(text, out var role) ? role : throw new InvalidOperationException($"'{text}' is not a role."));
            }

            key.Countries.Add(parsed.GetValue(countries)!);
            key.Organizations.Add(parsed.GetValue(organizations)!);
            using var client = new Session(parsed).Connect([.. key.Roles]);
            var made = await client.Get<ApiKeyService.ApiKeyServiceClient>().CreateApiKeyAsync(new CreateApiKeyRequest { ApiKey = key }, cancellationToken: cancellation);
            return Show(made);
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Your keys; for operators and auditors all.");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Anyone);
            var request = new ListApiKeysRequest();
            do
            {
                var page = await client.Get<ApiKeyService.ApiKeyServiceClient>().ListApiKeysAsync(request, cancellationToken: cancellation);
                foreach (var key in page.ApiKeys)
                {
                    Console.WriteLine($"{key.Name}  {State(key)}  {key.Owner}  {string.Join(',', key.Roles.Select(RoleNames.Format))}  {(key.LastUseTime is { } used ? $"last used {Day(used)}" : "never used")}  {key.Description}");
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return 0;
        });
        return command;
    }

    private static Command Rotate()
    {
        var name = new Argument<string>("name") { Description = "apiKeys/…" };
        var hours = new Option<int>("--overlap") { Description = "Hours the old secret works too.", DefaultValueFactory = _ => 24 };
        var days = new Option<int?>("--days") { Description = "Also lets it end so many days from now." };
        var command = new Command("rotate", "Give a key a new secret, printed once.") { name, hours, days };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Anyone);
            var request = new RotateApiKeyRequest { Name = parsed.GetValue(name), Overlap = Duration.FromTimeSpan(TimeSpan.FromHours(parsed.GetValue(hours))), ExpireTime = parsed.GetValue(days) is { } more ? End(more) : null };
            return Show(await client.Get<ApiKeyService.ApiKeyServiceClient>().RotateApiKeyAsync(request, cancellationToken: cancellation));
        });
        return command;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("name") { Description = "apiKeys/…" };
        var command = new Command("revoke", "End a key for good, everywhere within a second.") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Anyone);
            var revoked = await client.Get<ApiKeyService.ApiKeyServiceClient>().RevokeApiKeyAsync(new RevokeApiKeyRequest { Name = parsed.GetValue(name) }, cancellationToken: cancellation);
            Console.WriteLine($"{revoked.Name} is revoked.");
            return 0;
        });
        return command;
    }

    // Only the secret goes to standard output: `KEY=$(./egov keys create …)`.
    private static int Show(ApiKey key)
    {
        Console.Error.WriteLine($"{key.Name}, until {Day(key.ExpireTime)}. Keep the secret; it is not shown again.");
        Console.WriteLine(key.Secret);
        return 0;
    }

    private static string State(ApiKey key) => key.RevokeTime is not null ? "revoked" : key.ExpireTime.ToDateTimeOffset() < DateTimeOffset.UtcNow ? "ended" : $"until {Day(key.ExpireTime)}";

    private static Timestamp End(int days) => Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(days));

    private static string Day(Timestamp time) => time.ToDateTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
