using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Api;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Gateway.Tests.OpenApi;

/// <summary>docs/access.md is the table of who may call what, as the contracts say it.</summary>
public sealed class AccessDocumentTests
{
    private static readonly string Committed = RepositoryRoot.Combine("docs", "access.md");

    private static readonly FileDescriptor[] Files =
    [
        .. new[]
        {
            EGovPlatform.Activities.V1.ProgramReflection.Descriptor, EGovPlatform.Countries.V1.CountryReflection.Descriptor,
            EGovPlatform.Reporting.V1.ReportsReflection.Descriptor, EGovPlatform.Training.V1.CourseReflection.Descriptor,
        }.SelectMany(f => f.MessageTypes[0].ClrType.Assembly.GetTypes())
            .Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal) && t.Namespace?.StartsWith("EGovPlatform.", StringComparison.Ordinal) == true)
            .Select(t => t.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>().DistinctBy(f => f.Name).OrderBy(f => f.Name, StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Committed_Document_Is_Fresh()
    {
        var fresh = Write();
        if (Environment.GetEnvironmentVariable("EGOV_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(Committed, fresh, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(Committed) ? await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken) : "";
        Assert.True(
            fresh == committed,
            "docs/access.md is stale. Refresh it with: EGOV_UPDATE_OPENAPI=1 dotnet run --project tests/Gateway.Tests -- --filter-method '*Committed_Document_Is_Fresh'");
    }

    [Fact]
    public void Every_method_has_a_policy_that_lets_someone_in()
    {
        var open = Methods().Where(m => Policy(m) is not { } p || (p.Roles.Count == 0 && !p.Anonymous) || p.RateClass == RateClass.Unspecified).Select(m => m.FullName);
        Assert.Empty(open);
    }

    private static string Write()
    {
        var roles = Enum.GetValues<Role>().Where(r => r != Role.Unspecified).ToList();
        var text = new StringBuilder()
            .Append("# Who may call what\n\nGenerated from the policy of every rpc; the services decide by the same options. ")
            .Append("A call needs one of the marked roles; what is in no row is refused. Which records a caller sees is said by their visibility and their workspace: ")
            .Append("public records, and embargoed ones once the embargo has ended, are seen by all; shared ones by the partners they name; all others by the staff of the workspace they belong to (the token's claim `workspace`; none is the installation's own), who alone write them. ")
            .Append("What a caller may not see does not exist for them. The role service sees everything; operator reads no record by itself.\n\n")
            .Append("Roles: ").Append(string.Join(", ", roles.Select(r => $"{Letter(r)} {Words(r.ToString())}"))).Append(".\n\n");
        foreach (var service in Files.SelectMany(f => f.Services).OrderBy(s => s.FullName, StringComparer.Ordinal))
        {
            text.Append("## ").Append(service.FullName).Append("\n\n| method | REST | ").Append(string.Join(" | ", roles.Select(Letter))).Append(" | audit | rate |\n|--|--|").Append(string.Concat(roles.Select(_ => "--|"))).Append("--|--|\n");
            foreach (var method in service.Methods)
            {
                var policy = Policy(method)!;
                text.Append("| ").Append(method.Name).Append(" | ").Append(Rest(method)).Append(" | ")
                    .Append(string.Join(" | ", roles.Select(r => policy.Anonymous || policy.Roles.Contains(r) ? "x" : ""))).Append(" | ")
                    .Append(policy.Audit == Audit.Unspecified ? "" : Words(policy.Audit.ToString())).Append(" | ").Append(Words(policy.RateClass.ToString())).Append(" |\n");
            }

            text.Append('\n');
        }

        WriteFieldRules(text);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void WriteFieldRules(StringBuilder text)
    {
        text.Append("## Fields by state and role\n\nOnce a live record is in one of these states, its fields named here are changed by these roles only, on whichever way a change comes; others get FIELD_LOCKED. ")
            .Append("`delete_time` is deletion and undeletion. A field in no row is changed by whoever may update the record. A record of the past keeps the warning instead. Methods that move a record or act on it have the policies above.\n\n")
            .Append("| record | states | fields | changed by |\n|--|--|--|--|\n");
        foreach (var message in Files.SelectMany(f => f.MessageTypes).OrderBy(m => m.FullName, StringComparer.Ordinal))
        {
            foreach (var rule in message.GetOptions()?.GetExtension(PolicyExtensions.FieldRules) ?? [])
            {
                text.Append("| ").Append(message.FullName["egov.".Length..]).Append(" | ").Append(rule.States.Count == 0 ? "all" : string.Join(", ", rule.States)).Append(" | ")
                    .Append(string.Join(", ", rule.Fields)).Append(" | ").Append(rule.Roles.Count == 0 ? "nobody" : string.Join(", ", rule.Roles.Select(r => Words(r.ToString())))).Append(" |\n");
            }
        }
    }

    private static IEnumerable<MethodDescriptor> Methods() => Files.SelectMany(f => f.Services).SelectMany(s => s.Methods);

    private static Policy? Policy(MethodDescriptor method) => method.GetOptions()?.GetExtension(PolicyExtensions.Policy);

    private static string Rest(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        return rule?.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => $"GET {rule.Get}",
            HttpRule.PatternOneofCase.Post => $"POST {rule.Post}",
            HttpRule.PatternOneofCase.Patch => $"PATCH {rule.Patch}",
            HttpRule.PatternOneofCase.Delete => $"DELETE {rule.Delete}",
            HttpRule.PatternOneofCase.Put => $"PUT {rule.Put}",
            _ => "",
        };
    }

    private static string Letter(Role role) => role switch
    {
        Role.Viewer => "V", Role.Editor => "E", Role.Approver => "A", Role.CouncilMember => "C", Role.TrainingOfficer => "T",
        Role.Partner => "P", Role.Auditor => "U", Role.Operator => "O", Role.Service => "S",
        _ => throw new InvalidOperationException($"{role} has no letter yet."),
    };

    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
