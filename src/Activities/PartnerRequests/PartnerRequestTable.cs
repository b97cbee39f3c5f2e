using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.PartnerRequests;

/// <summary>What lists of partner requests filter and sort by, and what one must be.</summary>
public static class PartnerRequestTable
{
    public static readonly ResourceType<PartnerRequest> Type = new ResourceType<PartnerRequest>("partner_requests")
        .Countries(r => [r.Requester?.Resource ?? "", r.Requester?.Represents ?? ""])
        .Valid(r => r.Date)
        .Search(r => [r.Subject, .. r.Topics])
        .Text("requester", r => r.Requester?.Resource)
        .Text("addressee", r => r.Addressee?.Resource)
        .Texts("topics", r => r.Topics)
        .Rule(Check);

    private static void Check(RuleContext<PartnerRequest> context)
    {
        var request = context.Resource;
        context.Require("subject", request.Subject);
        context.RequireOne("requester", request.Requester?.Resource ?? "", request.Requester?.AsPrinted ?? "");
    }
}
