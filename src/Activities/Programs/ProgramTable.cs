using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Programs;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>What lists of programs filter and sort by, and what one must be.</summary>
public static class ProgramTable
{
    public static readonly ResourceType<Program> Type = new ResourceType<Program>("programs")
        .Countries(p => p.Targets.Select(t => t.Resource))
        .Valid(p => p.Period)
        .Search(p => [.. p.Names.Select(n => n.Text), .. p.Aims, .. p.Topics])
        .Text("parent_program", p => p.ParentProgram)
        .Texts("parties", p => p.Parties.Select(x => x.Resource).Where(r => r.Length > 0))
        .Texts("topics", p => p.Topics)
        .Rule(Check);

    private static void Check(RuleContext<Program> context)
    {
        var program = context.Resource;
        context.RequireNames("names", program.Names);
        context.RequireParties("parties", program.Parties);
        context.RefuseSelf("parent_program", program.Name, program.ParentProgram);
    }
}
