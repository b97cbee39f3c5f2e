using Google.Api;
using Google.Protobuf.Reflection;

namespace EGovPlatform.OpenApi;

/// <summary>All routes of a set of proto files.</summary>
public static class RestRoutes
{
    /// <summary>The routes of the services in packages <c>egov.*</c>, in order of file and declaration.</summary>
    /// <exception cref="InvalidOperationException">Two methods have the same route, or two areas the same prefix; the message names both.</exception>
    public static IReadOnlyList<RestRoute> Of(IEnumerable<FileDescriptor> files)
    {
        var routes = Services(files)
            .SelectMany(s => s.Methods)
            .SelectMany(Of)
            .ToList();
        Refuse(routes.GroupBy(r => r.Shape).Where(g => g.Count() > 1), "The route");
        Refuse(routes.GroupBy(r => r.Prefix).Where(g => g.DistinctBy(r => r.Area).Count() > 1), "In two areas, the prefix");
        return routes;
    }

    /// <summary>The services in packages <c>egov.*</c>, in order of file and declaration.</summary>
    public static IEnumerable<ServiceDescriptor> Services(IEnumerable<FileDescriptor> files) =>
        files.Where(f => f.Package.StartsWith("egov.", StringComparison.Ordinal)).SelectMany(f => f.Services);

    private static IEnumerable<RestRoute> Of(MethodDescriptor method) =>
        method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule
            ? rule.AdditionalBindings.Prepend(rule).Select((r, i) => new RestRoute(method, r, i))
            : [];

    private static void Refuse(IEnumerable<IGrouping<string, RestRoute>> clashes, string what)
    {
        foreach (var clash in clashes)
        {
            var methods = clash.DistinctBy(r => r.Area + r.Method.FullName).Select(r => r.Method.FullName);
            throw new InvalidOperationException($"{what} '{clash.Key}' stands in {string.Join(" and ", methods)}.");
        }
    }
}
