using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.CountriesService.Organizations;

/// <summary>"As named then" and "as named now", and the bodies an organization came from and became.</summary>
public sealed class NamesOverTime(Resource<Organization> organizations, TimeProvider time)
{
    private const int MaxLineage = 100;

    public async Task<OrganizationNames> GetAsync(GetOrganizationNamesRequest request, ServerCallContext call)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var date = request.Date.Length > 0 ? new DateValue { Edtf = request.Date } : DateRules.Of(today);
        if (DateRules.Validate(date).FirstOrDefault() is { } violation)
        {
            throw Errors.InvalidField("date", violation.Rule, violation.Description);
        }

        var organization = await organizations.GetAsync(new GetRequest { Name = request.Name }, call);
        var language = request.LanguageCode.Length > 0 ? request.LanguageCode : "en";
        return new OrganizationNames
        {
            AsNamedThen = { On(organization, date, language) },
            AsNamedNow = { On(organization, DateRules.Of(today), language).Take(1) },
            Predecessors = { await LineageAsync(organization, back: true, call) },
            Successors = { await LineageAsync(organization, back: false, call) },
        };
    }

    /// <summary>Names certainly in use; without one, all that may have been; without any, the best there is.</summary>
    internal static IReadOnlyList<NameOnDate> On(Organization organization, DateValue date, string language)
    {
        var own = organization.Names.Where(n => n.Kind is not (NameKind.Abbreviation or NameKind.Alias)).ToList();
        var inLanguage = own.Where(n => n.LanguageCode.Split('-')[0] == language.Split('-')[0]).ToList();
        var answers = (inLanguage.Count > 0 ? inLanguage : own)
            .Select(n => new NameOnDate { Name = n, Answer = InUse(n, date) })
            .Where(n => n.Answer != DateAnswer.No)
            .OrderBy(n => n.Answer).ThenBy(n => n.Name.Kind == NameKind.Official ? 0 : 1)
            .ToList();
        return answers.Exists(n => n.Answer == DateAnswer.Certainly) ? answers.FindAll(n => n.Answer == DateAnswer.Certainly)
            : answers.Count > 0 ? answers
            : NameRules.Best(organization.Names, language, DateRules.Earliest(date)) is { } best ? [new NameOnDate { Name = best, Answer = DateAnswer.Possibly }] : [];
    }

    private static DateAnswer InUse(Name name, DateValue date)
    {
        if (DateRules.Earliest(date) is not { } from || DateRules.Latest(date) is not { } to)
        {
            return DateAnswer.Possibly;
        }

        return (DateRules.RunningOn(name.Period, from), DateRules.RunningOn(name.Period, to)) is (DateAnswer.Certainly, DateAnswer.Certainly)
            ? DateAnswer.Certainly
            : DateRules.Overlaps(name.Period, from, to) == DateAnswer.No ? DateAnswer.No : DateAnswer.Possibly;
    }

    private async Task<List<string>> LineageAsync(Organization start, bool back, ServerCallContext call)
    {
        var seen = new List<string>();
        var queue = new Queue<Organization>([start]);
        while (queue.TryDequeue(out var organization) && seen.Count < MaxLineage)
        {
            // A change may be entered on either side.
            var (mine, theirs) = back ? ("predecessors", "successors") : ("successors", "predecessors");
            var named = organization.Changes.SelectMany(c => back ? c.Predecessors : c.Successors);
            var naming = (await organizations.ReferrersAsync(organization.Name, call.CancellationToken))
                .Where(r => r.Field.StartsWith("changes", StringComparison.Ordinal) && r.Field.Contains(theirs, StringComparison.Ordinal) && !r.Field.Contains(mine, StringComparison.Ordinal))
                .Select(r => r.Name);
            foreach (var name in named.Concat(naming).Where(n => n != start.Name && !seen.Contains(n, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).ToList())
            {
                seen.Add(name);
                queue.Enqueue(await organizations.GetAsync(new GetRequest { Name = name }, call));
            }
        }

        return seen;
    }
}
