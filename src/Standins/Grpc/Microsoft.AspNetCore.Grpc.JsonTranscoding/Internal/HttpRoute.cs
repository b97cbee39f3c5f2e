using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>A path template as a route of ASP.NET Core, and the way back from route values to the template's variables.</summary>
internal sealed class HttpRoute
{
    private readonly HttpPathTemplate template;

    public HttpRoute(HttpPathTemplate template)
    {
        this.template = template;
        Pattern = RoutePatternFactory.Pattern(template.Text, Enumerable.Range(0, template.Segments.Count).Select(Segment));
    }

    public RoutePattern Pattern { get; }

    public IReadOnlyList<HttpPathVariable> Variables => template.Variables;

    /// <summary>What stands in the request's path for the variable.</summary>
    public string Value(HttpPathVariable variable, RouteValueDictionary values)
    {
        if (variable.End == variable.Start + 1 && template.Segments[variable.Start] == HttpPathTemplate.Wildcard)
        {
            // The server has decoded all but %2F, which only a single-segment variable may turn into a slash.
            return Captured(variable.Start, values).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        }

        var value = new StringBuilder();
        for (var i = variable.Start; i < variable.End; i++)
        {
            if (i > variable.Start)
            {
                value.Append('/');
            }

            value.Append(template.Segments[i] is HttpPathTemplate.Wildcard or HttpPathTemplate.DeepWildcard
                ? Captured(i, values)
                : template.Segments[i]);
        }

        return value.ToString();
    }

    private string Captured(int index, RouteValueDictionary values)
    {
        var value = values[ParameterName(index)] as string ?? "";
        return template.Segments[index] == HttpPathTemplate.DeepWildcard && template.Verb is { } verb
            ? value[..^(verb.Length + 1)]
            : value;
    }

    private RoutePatternPathSegment Segment(int index)
    {
        var verb = index == template.Segments.Count - 1 && template.Verb is not null ? ":" + template.Verb : "";
        switch (template.Segments[index])
        {
            case HttpPathTemplate.DeepWildcard:
                return RoutePatternFactory.Segment(verb.Length == 0
                    ? RoutePatternFactory.ParameterPart(ParameterName(index), null, RoutePatternParameterKind.CatchAll)
                    : RoutePatternFactory.ParameterPart(
                        ParameterName(index),
                        null,
                        RoutePatternParameterKind.CatchAll,
                        RoutePatternFactory.Constraint(new EndsWithConstraint(verb))));
            case HttpPathTemplate.Wildcard when verb.Length > 0:
                return RoutePatternFactory.Segment(
                    RoutePatternFactory.ParameterPart(ParameterName(index)), RoutePatternFactory.LiteralPart(verb));
            case HttpPathTemplate.Wildcard:
                return RoutePatternFactory.Segment(RoutePatternFactory.ParameterPart(ParameterName(index)));
            default:
                return RoutePatternFactory.Segment(RoutePatternFactory.LiteralPart(template.Segments[index] + verb));
        }
    }

    private static string ParameterName(int index) => $"__segment{index}";

    private sealed class EndsWithConstraint(string suffix) : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey] is string value && value.EndsWith(suffix, StringComparison.Ordinal);
    }
}
