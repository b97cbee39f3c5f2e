using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.ExpertDispatches;

/// <summary>What lists of expert dispatches filter and sort by, and what one must be.</summary>
public static class ExpertDispatchTable
{
    public static readonly ResourceType<ExpertDispatch> Type = new ResourceType<ExpertDispatch>("expert_dispatches")
        .StateMachine<ExpertDispatchState>(s => s
            .Start(ExpertDispatchState.Planned)
            .Move(ExpertDispatchState.Approved, "approved", ExpertDispatchState.Planned, ExpertDispatchState.Postponed)
            .Move(ExpertDispatchState.Dispatched, "dispatched", ExpertDispatchState.Approved)
            .Move(ExpertDispatchState.Returned, "returned", ExpertDispatchState.Dispatched)
            .Move(ExpertDispatchState.Appraised, "appraised", ExpertDispatchState.Returned)
            .Move(ExpertDispatchState.Postponed, "postponed", ExpertDispatchState.Planned, ExpertDispatchState.Approved)
            .Move(ExpertDispatchState.Cancelled, "cancelled", ExpertDispatchState.Planned, ExpertDispatchState.Approved, ExpertDispatchState.Postponed))
        .Countries(d => [d.Country])
        .Valid(d => d.Period)
        .Search(d => [d.Expert?.AsPrinted ?? "", .. d.TermsOfReference.Select(t => t.Text), .. d.Topics])
        .Text("person", d => d.Expert?.Person)
        .Text("sender", d => d.Sender?.Resource)
        .Text("host", d => d.Host?.Resource)
        .Text("program", d => d.Program)
        .Text("project", d => d.Project)
        .Texts("topics", d => d.Topics)
        .Rule(Check);

    private static void Check(RuleContext<ExpertDispatch> context)
    {
        var dispatch = context.Resource;
        var expert = dispatch.Expert;
        context.RequireOne("expert", $"{expert?.Person}{expert?.Position}{expert?.Represents}", expert?.AsPrinted ?? "");
        context.RequireOne("host", dispatch.Host?.Resource ?? "", dispatch.Host?.AsPrinted ?? "");
        context.RequireKeys("terms_of_reference", dispatch.TermsOfReference.Select(t => t.Key));
        foreach (var (i, term) in dispatch.TermsOfReference.Index())
        {
            context.Require(string.Create(CultureInfo.InvariantCulture, $"terms_of_reference[{i}].text"), term.Text);
        }

        foreach (var (i, appraisal) in dispatch.Appraisals.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"appraisals[{i}]");
            context.RequireOne(path + ".by", appraisal.By?.Resource ?? "", appraisal.By?.AsPrinted ?? "");
            context.Require(path + ".text", appraisal.Text + appraisal.MarkAsPrinted);
        }

        CheckState(context, dispatch);
    }

    private static void CheckState(RuleContext<ExpertDispatch> context, ExpertDispatch dispatch)
    {
        if (dispatch.State is >= ExpertDispatchState.Approved and <= ExpertDispatchState.Appraised && dispatch.TermsOfReference.Count == 0)
        {
            context.RefuseLive("terms_of_reference", "REQUIRED", "A dispatch is approved with terms of reference.");
        }

        switch (dispatch.State)
        {
            case ExpertDispatchState.Appraised when dispatch.Appraisals.Count == 0:
                context.RefuseLive("appraisals", "REQUIRED", "An appraised dispatch has an appraisal.");
                break;
            case ExpertDispatchState.Cancelled:
                context.RequireReason(dispatch.Record, "EXPERT_DISPATCH_STATE_CANCELLED");
                break;
            default:
                break;
        }
    }
}
