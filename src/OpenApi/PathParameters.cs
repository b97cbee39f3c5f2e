using Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;
using Microsoft.OpenApi;

namespace EGovPlatform.OpenApi;

/// <summary>A path template in the notation of OpenAPI: <c>/v1/{name=countries/*}</c> is <c>/v1/countries/{country}</c>.</summary>
internal sealed class PathParameters
{
    private readonly ResourceNames resources;

    public PathParameters(HttpPathTemplate template, ResourceNames resources)
    {
        this.resources = resources;
        var segments = template.Segments.Select((segment, i) => segment switch
        {
            HttpPathTemplate.Wildcard or HttpPathTemplate.DeepWildcard => $"{{{Add(template, i)}}}",
            _ => segment,
        });
        Path = "/" + string.Join('/', segments) + (template.Verb is null ? "" : ":" + template.Verb);
    }

    public string Path { get; }

    public List<IOpenApiParameter> Parameters { get; } = [];

    private string Add(HttpPathTemplate template, int index)
    {
        var variable = template.Variables.FirstOrDefault(v => v.Start <= index && index < v.End);
        var name = variable is null || variable.End == variable.Start + 1
            ? variable?.FieldPath ?? "path"
            : resources.Last(string.Join('/', template.Segments.Skip(variable.Start).Take(index + 1 - variable.Start)))
                ?? Singular(template.Segments[index - 1]);
        if (Parameters.Exists(p => p.Name == name))
        {
            name += Parameters.Count + 1;
        }

        var pattern = variable is null ? "" : string.Join('/', template.Segments.Skip(variable.Start).Take(variable.End - variable.Start));
        Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Description = variable is null || pattern == HttpPathTemplate.Wildcard ? null : $"Part of `{variable.FieldPath}`: `{pattern}`.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        return name;
    }

    // What is no declared resource, such as an operation: collections are English plurals.
    private static string Singular(string collection) =>
        collection.EndsWith('s') ? collection[..^1] : collection + "_id";
}
