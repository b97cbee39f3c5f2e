using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Notices;

/// <summary>Countries, Activities and Integration, and a mail server.</summary>
public sealed class NoticePlatform : Owners
{
    public const string Base = "https://egov.example.org";
    public const string Operators = "operators@example.org";

    public MailCatcher Mail { get; } = new();

    public NotificationService.NotificationServiceClient Notices => As("officer", Role.Editor);

    protected override IReadOnlyCollection<string> Started => ["countries", "activities", "integration"];

    public override Task<RunningService> StartAsync(string name, params IEnumerable<(string Key, string? Value)> settings) => base.StartAsync(name, [
        ("Mail:Host", "127.0.0.1"), ("Mail:Port", Mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Mail:Security", "None"), ("Mail:From", "EGov 알림 <notices@egov.example.org>"),
        ("Mail:BaseAddress", Base), ("Mail:OperatorAddress", Operators), ("Mail:Rhythm", "00:00:00.3"), .. settings,
    ]);

    /// <summary>Starts Integration once more over the same database.</summary>
    public Task<RunningService> StartSecondAsync() => StartAsync("integration", [
        .. new[] { "countries", "activities" }.Select(s => ($"services:{s}:grpc:0", (string?)Service(s).Grpc.ToString())),
    ]);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Mail.DisposeAsync();
    }

    public NotificationService.NotificationServiceClient As(string subject, Role role, params string[] countries) =>
        new(Service("integration").ChannelWith(TestIssuer.Token(subject, [role], countries)));

    /// <summary>Subscribes a mailbox to one kind of notice and confirms it.</summary>
    public async Task<NotificationSubscription> SubscribeAsync(string id, Action<NotificationSubscription>? wishes = null, NotificationService.NotificationServiceClient? by = null)
    {
        var pending = await PendingAsync(id, wishes, by);
        return await (by ?? Notices).ConfirmNotificationSubscriptionAsync(new ConfirmNotificationSubscriptionRequest { Name = pending.Name, Token = await Mail.TokenAsync(pending.Address) });
    }

    /// <summary>The same without the confirmation.</summary>
    public async Task<NotificationSubscription> PendingAsync(string id, Action<NotificationSubscription>? wishes = null, NotificationService.NotificationServiceClient? by = null)
    {
        var wish = new NotificationSubscription { Address = $"{id}@example.org", Digest = NotificationDigest.Immediate, Kinds = { NoticeKind.FollowUpDue } };
        wishes?.Invoke(wish);
        return await (by ?? Notices).CreateNotificationSubscriptionAsync(new CreateNotificationSubscriptionRequest { NotificationSubscriptionId = id, NotificationSubscription = wish });
    }

    /// <summary>A follow-up that was due long ago.</summary>
    public async Task<FollowUp> DueAsync(string with = "countries/PE", string due = "2018-05-30", VisibilityLevel level = VisibilityLevel.Internal, params string[] shared)
    {
        var followUps = new FollowUpService.FollowUpServiceClient(Channel("activities"));
        var origin = await new ProgramService.ProgramServiceClient(Channel("activities")).CreateProgramAsync(new CreateProgramRequest { Program = new() { Names = { new Name { Text = "origin" } } } });
        return await followUps.CreateFollowUpAsync(new CreateFollowUpRequest
        {
            FollowUp = new FollowUp
            {
                Commitment = "a secret plan",
                Origin = origin.Name,
                Counterpart = new Party { Resource = with },
                Due = new DateValue { Edtf = due },
                Record = new EGovPlatform.Common.V1.Record { Visibility = new Visibility { Level = level, SharedWith = { shared } } },
            },
        });
    }

    /// <summary>Records a mail to an address told of.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync(string subscription) =>
        [.. (await Notices.ListNotificationMailsAsync(new ListNotificationMailsRequest { Subscription = subscription })).NotificationMails.SelectMany(m => m.Notices).Select(n => n.Record)];
}
