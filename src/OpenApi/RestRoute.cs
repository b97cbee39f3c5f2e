using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

namespace EGovPlatform.OpenApi;

/// <summary>One way to call a method by HTTP and JSON: its <c>google.api.http</c> rule, or one additional binding of it.</summary>
public sealed class RestRoute
{
    internal RestRoute(MethodDescriptor method, HttpRule rule, int binding)
    {
        Method = method;
        Rule = rule;
        Binding = binding;
        (HttpMethod, Template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Custom => (new HttpMethod(rule.Custom.Kind), rule.Custom.Path),
            _ => throw new InvalidOperationException($"HTTP rule of {method.FullName}: it has no method and path."),
        };
        Path = HttpPathTemplate.Parse(Template);
    }

    public MethodDescriptor Method { get; }

    public HttpRule Rule { get; }

    /// <summary>0 for the rule itself, from 1 for its additional bindings.</summary>
    public int Binding { get; }

    public HttpMethod HttpMethod { get; }

    /// <summary>The path as the rule has it, such as <c>/v1/{name=countries/*}</c>.</summary>
    public string Template { get; }

    /// <summary>The area that serves it: <c>countries</c> for package <c>egov.countries.v1</c>.</summary>
    public string Area => AreaOf(Method.Service);

    /// <summary>The area of a service.</summary>
    public static string AreaOf(ServiceDescriptor service) => service.File.Package.Split('.')[1];

    /// <summary>The literal segments the path begins with, such as <c>/v1/countries</c>, without a custom verb.</summary>
    public string Prefix => "/" + string.Join('/', Path.Segments.TakeWhile(s => s is not (HttpPathTemplate.Wildcard or HttpPathTemplate.DeepWildcard)));

    internal HttpPathTemplate Path { get; }

    /// <summary>Equal for routes that answer the same requests.</summary>
    internal string Shape => $"{HttpMethod} /{string.Join('/', Path.Segments)}{(Path.Verb is null ? "" : ":" + Path.Verb)}";
}
