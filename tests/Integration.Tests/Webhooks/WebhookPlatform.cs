using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Webhooks;

/// <summary>Countries and Integration over one broker, and a foreign receiver.</summary>
public sealed class WebhookPlatform : Owners
{
    private TestVhost broker = null!;

    public Receiver Receiver { get; private set; } = null!;

    public WebhookService.WebhookServiceClient Webhooks => As("integrator", Role.Viewer);

    protected override IReadOnlyCollection<string> Started => ["countries", "integration"];

    public override async ValueTask InitializeAsync()
    {
        Receiver = await Receiver.StartAsync();
        broker = await TestVhost.CreateAsync();
        await base.InitializeAsync();
    }

    public override Task<RunningService> StartAsync(string name, params IEnumerable<(string Key, string? Value)> settings) =>
        base.StartAsync(name, [("ConnectionStrings:messaging", broker.ConnectionString), ("Webhooks:AllowPrivateTargets", "true"), ("Webhooks:DisableAfter", "00:00:02"), .. settings]);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    public WebhookService.WebhookServiceClient As(string subject, Role role, params string[] countries) =>
        new(Service("integration").ChannelWith(TestIssuer.Token(subject, [role], countries)));

    /// <summary>Adds a webhook whose address knows the secret; what was written before is behind it, for a webhook hears what is taken in while it is ACTIVE.</summary>
    public async Task<Webhook> AddAsync(string key, Action<Webhook>? wishes = null, WebhookService.WebhookServiceClient? by = null)
    {
        var written = await Database("countries").ScalarAsync<long>("select count(*) from change");
        await Eventually.Async("earlier changes to be taken in", async () =>
            await Database("integration").ScalarAsync<long>("select coalesce(max(position), 0) from cursor_position where reader = 'from:countries'") >= written);
        var webhook = new Webhook { Uri = Receiver.Uri(key) };
        wishes?.Invoke(webhook);
        var created = await (by ?? Webhooks).CreateWebhookAsync(new CreateWebhookRequest { WebhookId = key, Webhook = webhook });
        await Receiver.TellAsync(key, new { secret = created.Secret });
        return created;
    }

    /// <summary>Writes a national plan of a country; a change of its own type.</summary>
    public Task<NationalPlan> PlanAsync(string country, VisibilityLevel level = VisibilityLevel.Internal, params string[] with) =>
        PlanAsync(new NationalPlanService.NationalPlanServiceClient(Channel("countries")), country, level, with);

    /// <summary>The same by someone else.</summary>
    public Task<NationalPlan> PlanAsync(string country, string token) =>
        PlanAsync(new NationalPlanService.NationalPlanServiceClient(Service("countries").ChannelWith(token)), country, VisibilityLevel.Internal, []);

    private static async Task<NationalPlan> PlanAsync(NationalPlanService.NationalPlanServiceClient plans, string country, VisibilityLevel level, string[] with)
    {
        var plan = new NationalPlan
        {
            Country = country,
            Titles = { new Name { Text = "Plan", LanguageCode = "en" } },
            Record = new EGovPlatform.Common.V1.Record { Visibility = new Visibility { Level = level, SharedWith = { with } } },
        };
        return await plans.CreateNationalPlanAsync(new CreateNationalPlanRequest { NationalPlan = plan });
    }
}
