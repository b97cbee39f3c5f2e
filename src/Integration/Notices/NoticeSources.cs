using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Keys;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>What the owners answered.</summary>
/// <param name="Notices">What holds now; of kinds not complete, what was answered.</param>
/// <param name="Complete">Kinds whose owner answered to the end.</param>
internal sealed record Findings(IReadOnlyList<Notice> Notices, IReadOnlySet<NoticeKind> Complete);

/// <summary>
/// Asks the owners, as the subscriber: with a short token that has the subscriber's rights, so that the owners decide what is seen, as
/// for any other call.
/// </summary>
internal sealed class NoticeSources(ServiceChannels channels, KeySigner signer, TimeProvider time)
{
    private const int PageSize = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(5);
    private static readonly NoticeKind[] AllKinds = [NoticeKind.FollowUpDue, NoticeKind.AgreementExpiring, NoticeKind.ApprovalWaiting];

    // What an approver moves on, and the state it waits in.
    private static readonly (MessageDescriptor Type, string Parent, string State)[] Waiting =
    [
        (LedgerEntry.Descriptor, "", "SUBMITTED"),
        (Delegation.Descriptor, "", "PROPOSED"),
        (ExpertDispatch.Descriptor, "", "PLANNED"),
        (Registration.Descriptor, "engagements/-", "REQUESTED"),
        (ActionPlan.Descriptor, "courses/-/editions/-", "SUBMITTED"),
    ];

    public async Task<Findings> AskAsync(Subscriber subscriber, Action<NoticeKind, string> failed, CancellationToken cancellation)
    {
        var (subscription, owner) = subscriber;
        var issuer = await signer.IssuerAsync(cancellation);
        var asking = new Asking(
            subscription,
            $"Bearer {issuer.Issue(owner.Subject, owner.Roles, TokenLife, owner.Countries, owner.Organizations, subscription.Name, owner.Workspace)}",
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(subscription.TimeZone)).DateTime),
            cancellation);
        var notices = new List<Notice>();
        var complete = new HashSet<NoticeKind>();
        foreach (var kind in subscription.Kinds.Count == 0 ? AllKinds : subscription.Kinds.Distinct())
        {
            try
            {
                await (kind switch
                {
                    NoticeKind.FollowUpDue => FollowUpsAsync(asking, notices),
                    NoticeKind.AgreementExpiring => AgreementsAsync(asking, notices),
                    _ => ApprovalsAsync(asking, notices),
                });
                complete.Add(kind);
            }
            catch (RpcException e)
            {
                failed(kind, e.Status.Detail);
            }
        }

        return new Findings(notices, complete);
    }

    private async Task FollowUpsAsync(Asking asking, List<Notice> found)
    {
        var client = new FollowUpService.FollowUpServiceClient(Owner("activities"));
        var request = new ListOverdueFollowUpsRequest { On = Day(asking.Today.AddDays(asking.Subscription.LeadDays + 1)), PageSize = PageSize };
        do
        {
            var page = await client.ListOverdueFollowUpsAsync(request, Options(asking));
            found.AddRange(page.FollowUps.Where(asking.IsAbout).Select(f => new Notice { Kind = NoticeKind.FollowUpDue, Record = f.Name, Date = f.Due?.Edtf ?? "" }));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    private async Task AgreementsAsync(Asking asking, List<Notice> found)
    {
        var client = new AgreementReportService.AgreementReportServiceClient(Owner("reporting"));
        var request = new ListAgreementAlertsRequest { On = Day(asking.Today), WithinDays = Math.Max(1, asking.Subscription.LeadDays), PageSize = PageSize };
        var calls = new OwnerCalls(channels, time, asking.Authorization);
        do
        {
            var page = await client.ListAgreementAlertsAsync(request, Options(asking));
            foreach (var alert in page.Alerts.Where(a => a.Kind is AgreementAlertKind.Expiring or AgreementAlertKind.TermOver))
            {
                // The report does not say whom an agreement is with.
                if (asking.Subscription.About.Count == 0 || (await calls.FindAsync(Agreement.Descriptor, alert.Agreement.Name, asking.Cancellation) is { } agreement && asking.IsAbout(agreement)))
                {
                    found.Add(new Notice { Kind = NoticeKind.AgreementExpiring, Record = alert.Agreement.Name, Date = alert.Date?.Edtf ?? "" });
                }
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    private async Task ApprovalsAsync(Asking asking, List<Notice> found)
    {
        var calls = new OwnerCalls(channels, time, asking.Authorization);
        RpcException? silent = null;
        foreach (var (type, parent, state) in Waiting)
        {
            var request = new ListRequest { Parent = parent, Filter = $"state = {state}", PageSize = PageSize };
            try
            {
                do
                {
                    var (records, next) = await PageAsync(calls, type, request, asking.Cancellation);
                    found.AddRange(records.Where(r => !IsPast(r) && asking.IsAbout(r)).Select(r => new Notice { Kind = NoticeKind.ApprovalWaiting, Record = Names.Of(r) }));
                    request.PageToken = next;
                }
                while (request.PageToken.Length > 0);
            }
            catch (RpcException e)
            {
                // One owner that is down hides nothing of the others.
                silent = e;
            }
        }

        if (silent is not null)
        {
            throw silent;
        }
    }

    // What the subscriber's roles may not list is nothing to tell.
    private static async Task<(IReadOnlyList<IMessage> Records, string Next)> PageAsync(OwnerCalls calls, MessageDescriptor type, ListRequest request, CancellationToken cancellation)
    {
        try
        {
            return await calls.ListAsync(type, request, cancellation);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
        {
            return ([], "");
        }
    }

    // Records of the past keep the state they were found in; nobody waits.
    private static bool IsPast(IMessage record) => record.Descriptor.FindFieldByName("record")?.Accessor.GetValue(record) is Record { Historical: true };

    private CallInvoker Owner(string service) => channels.Find(service) ?? throw Errors.Unavailable($"Service {service}: services__{service}__grpc__0 is not configured; it");

    private CallOptions Options(Asking asking) => new(new Metadata { { "authorization", asking.Authorization } }, time.GetUtcNow().UtcDateTime + Limit, asking.Cancellation);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Asking(NotificationSubscription Subscription, string Authorization, DateOnly Today, CancellationToken Cancellation)
    {
        public bool IsAbout(IMessage record) =>
            Subscription.About.Count == 0 || Subscription.About.Contains(Names.Of(record)) || ReferenceWalker.Find(record).Any(r => Subscription.About.Contains(r.Target));
    }
}
