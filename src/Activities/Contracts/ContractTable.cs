using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Credits;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Contracts;

/// <summary>What lists of contracts filter and sort by, and what one must be.</summary>
public static class ContractTable
{
    public static readonly ResourceType<Contract> Type = new ResourceType<Contract>("contracts")
        .StateMachine<ContractState>(s => s
            .Start(ContractState.Draft)
            .Move(ContractState.Signed, "signed", ContractState.Draft)
            .Move(ContractState.Performing, "started", ContractState.Signed)
            .Move(ContractState.Completed, "completed", ContractState.Performing)
            .Move(ContractState.Terminated, "terminated", ContractState.Signed, ContractState.Performing)
            .Move(ContractState.Cancelled, "cancelled", ContractState.Draft))
        .Countries(c => [c.Country])
        .Valid(c => c.Signed)
        .Search(c => [.. c.Titles.Select(t => t.Text), .. c.Topics, c.Supplier?.AsPrinted ?? "", c.Customer?.AsPrinted ?? ""])
        .OpenKind()
        .Text("supplier", c => c.Supplier?.Resource)
        .Text("customer", c => c.Customer?.Resource)
        .Text("lead", c => c.Lead)
        .Text("bid", c => c.Bid)
        .Text("tender", c => c.Tender)
        .Text("project", c => c.Project)
        .Texts("attributed", c => c.Attributions.Select(a => a.Resource))
        .Texts("assets", c => c.Assets)
        .Texts("topics", c => c.Topics)
        // The unique index leaves records of the past out.
        .Column("historical", ColumnKind.Flag, c => c.Record?.Historical ?? false)
        .Rule(Check)
        .Guard(ContractGuard.CheckAsync);

    private static void Check(RuleContext<Contract> context)
    {
        var contract = context.Resource;
        context.RequireNames("titles", contract.Titles);
        context.RequireOne("supplier", contract.Supplier?.Resource ?? "", contract.Supplier?.AsPrinted ?? "");
        context.RequireOne("customer", contract.Customer?.Resource ?? "", contract.Customer?.AsPrinted ?? "");
        context.WarnIfBefore("period", contract.Signed, contract.Period, "It ends before it was signed.");
        Attributions.Check(context, contract.Attributions);
        if (contract.Kind == ContractKind.Procurement && contract.Project.Length + contract.Tender.Length == 0)
        {
            context.RefuseLive("project", "REQUIRED", "A procurement names the project it supplies.");
        }

        if (contract.Component.Length > 0 && contract.Project.Length == 0)
        {
            context.Refuse("component", "PROJECT_MISSING", "A component is named by its key within the project; project is empty.");
        }

        if (contract.State is ContractState.Signed or ContractState.Performing or ContractState.Completed && string.IsNullOrEmpty(contract.Signed?.Edtf))
        {
            context.RefuseLive("signed", "REQUIRED", "A contract that is signed has its date.");
        }

        if (contract.State is ContractState.Terminated or ContractState.Cancelled)
        {
            context.RequireReason(contract.Record, Type.States!.NameOf((int)contract.State));
        }
    }
}
