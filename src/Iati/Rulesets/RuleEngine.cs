using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>
/// The third layer: holds elements to a ruleset. Kinds whose paths find nothing hold, unless they ask for something to be there.
/// Not for several threads at once.
/// </summary>
internal sealed class RuleEngine(Ruleset ruleset, TimeProvider clock, IReadOnlySet<string> publishers)
{
    private readonly XPaths xpaths = new();
    private DateTimeOffset now;

    /// <summary>All cases that do not hold of a document.</summary>
    public IEnumerable<Breach> Check(XDocument document)
    {
        now = clock.GetUtcNow();
        // Over LINQ nodes every comparison of positions walks the siblings; an XPathDocument just knows.
        using var reader = document.CreateReader();
        var root = new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator();
        foreach (var (context, cases) in ruleset.Contexts)
        {
            foreach (var element in xpaths.Select(root, context))
            {
                foreach (var breach in cases.SelectMany(c => Check(element, c)))
                {
                    yield return breach;
                }
            }
        }
    }

    private IEnumerable<Breach> Check(XPathNavigator context, RuleCase rule)
    {
        if (rule.Kind == "loop")
        {
            return Loop(context, rule);
        }

        return xpaths.IsTrue(context, rule.Condition) ? Nodes(context, rule).Select(n => new Breach(rule, n)) : [];
    }

    private IEnumerable<Breach> Loop(XPathNavigator context, RuleCase rule)
    {
        // XPath 1.0 cannot write a text with both quotes; one quote would end the text early.
        var values = xpaths.Select(context, rule.ForEach!).Select(n => n.Value).Distinct(StringComparer.Ordinal).Where(v => !v.Contains('\'', StringComparison.Ordinal));
        return values.SelectMany(value => rule.Do.SelectMany(inner => Check(context, inner.With(value))));
    }

    private IEnumerable<XPathNavigator> Nodes(XPathNavigator context, RuleCase rule)
    {
        var paths = xpaths.Select(context, rule.Paths);
        return rule.Kind switch
        {
            "nomorethanone" => paths.Skip(1).Take(1),
            "atleastone" => At(context, paths.Count > 0),
            "onlyoneof" => At(context, xpaths.Select(context, rule.Excluded).Count > 0 ? paths.Count == 0 : paths.Count == 1),
            "oneorall" => OneOrAll(context, rule),
            "dependent" => At(context, rule.Paths.Select(p => xpaths.Select(context, p).Count > 0).Distinct().Count() < 2),
            "sum" or "strictsum" => paths.Count == 0 || SumRules.Add(paths) == rule.Sum ? [] : paths.Take(1),
            "range" => paths.Where(p => SumRules.Number(p.Value) is { } n && (n < rule.Min || n > rule.Max)),
            "dateorder" => DateRules.Order(Dates(context, rule.Less!), Dates(context, rule.More!)),
            "datenow" => Dates(context, rule.Date!).Where(d => d.Date > now).Select(d => d.Node),
            "timelimit" => DateRules.Limit(Dates(context, rule.Start!), Dates(context, rule.End!)),
            "betweendates" => DateRules.Between(Dates(context, rule.Date!), Dates(context, rule.Start!), Dates(context, rule.End!)),
            "regexmatches" => Unpublished(rule, paths).Where(p => !TextRules.Matches(p.Value, rule.Regex!)),
            "regexnomatches" => paths.Where(p => TextRules.Matches(p.Value, rule.Regex!)),
            "startswith" => Unpublished(rule, paths).Where(p => !TextRules.StartsWith(p.Value, Prefixes(context, rule), rule.Separator)),
            "unique" => paths.GroupBy(p => p.Value, StringComparer.Ordinal).SelectMany(g => g.Skip(1)),
            "nospaces" => paths.Where(p => p.Value.Length != p.Value.Trim().Length),
            "ifthen" => At(context, !xpaths.IsTrue(context, rule.If) || xpaths.IsTrue(context, rule.Then), paths),
            "evaluates" => At(context, xpaths.IsTrue(context, rule.Eval), paths),
            _ => throw new InvalidOperationException($"No rule kind {rule.Kind} is known."),
        };
    }

    private static IEnumerable<XPathNavigator> At(XPathNavigator context, bool holds, IEnumerable<XPathNavigator>? shown = null) =>
        holds ? [] : [shown?.FirstOrDefault() ?? context];

    private IEnumerable<XPathNavigator> OneOrAll(XPathNavigator context, RuleCase rule)
    {
        if (xpaths.Select(context, rule.One!).Count > 0)
        {
            return [];
        }

        return rule.All switch
        {
            "lang" => xpaths.Select(context, "descendant::narrative[not(@xml:lang)]"),
            "currency" => xpaths.Select(context, "(descendant::value | descendant::forecast | descendant::loan-status)[not(@currency)]"),
            // Nothing at all leaves nothing to be complete; that something must be there is another rule.
            "sector" => xpaths.Select(context, "transaction[not(sector)]"),
            var path => At(context, xpaths.Select(context, path!).Count > 0),
        };
    }

    private List<(XPathNavigator Node, DateTimeOffset Date)> Dates(XPathNavigator context, string path) =>
        path == "NOW" ? [(context, now)] : DateRules.Read(xpaths.Select(context, path));

    private IEnumerable<string> Prefixes(XPathNavigator context, RuleCase rule)
    {
        var prefixes = rule.Prefix.Where(p => p != "ORG-ID-PREFIX").ToList();
        var named = rule.Start is { } start ? [start, .. prefixes] : prefixes;
        var found = xpaths.Select(context, named).Select(n => n.Value);
        return rule.Prefix.Contains("ORG-ID-PREFIX") ? found.Concat(TextRules.AgencyCodes) : found;
    }

    private IEnumerable<XPathNavigator> Unpublished(RuleCase rule, List<XPathNavigator> paths) => rule.IdCondition switch
    {
        "NOT_EXISTING_ORG_ID" => paths.Where(p => !publishers.Contains(p.Value)),
        "NOT_EXISTING_ORG_ID_PREFIX" => paths.Where(p => !publishers.Any(o => p.Value.StartsWith(o, StringComparison.Ordinal))),
        _ => paths,
    };
}
