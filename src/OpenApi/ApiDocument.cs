using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace EGovPlatform.OpenApi;

/// <summary>The REST side of the contracts as an OpenAPI 3.1 document.</summary>
public static class ApiDocument
{
    private const string Bearer = "bearer";

    /// <summary>The document of the contracts as JSON, ending with a line break.</summary>
    public static Task<string> WriteAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(ContractFiles.Load(), cancellationToken);

    /// <inheritdoc cref="WriteAsync(CancellationToken)"/>
    /// <exception cref="InvalidOperationException">Two methods have the same route.</exception>
    public static async Task<string> WriteAsync(IReadOnlyCollection<FileDescriptor> files, CancellationToken cancellationToken = default)
    {
        var json = await Build(files).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return json.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static OpenApiDocument Build(IReadOnlyCollection<FileDescriptor> files)
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "EGovPlatform",
                Version = "v1",
                Description = "International cooperation on digital government: countries, activities, training and reports. Every method here is a gRPC method too.",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            },
            Servers = [new OpenApiServer { Url = "/" }],
            Paths = [],
            Tags = new SortedSet<OpenApiTag>(Comparer<OpenApiTag>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))),
        };
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            BearerFormat = "JWT",
            Description = "An access token of the platform's issuer.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        ErrorResponses.AddTo(document);

        var resources = new ResourceNames(files);
        var operations = new Operations(document);
        foreach (var route in RestRoutes.Of(files))
        {
            var path = new PathParameters(route.Path, resources);
            if (!document.Paths.TryGetValue(path.Path, out var item))
            {
                document.Paths[path.Path] = item = new OpenApiPathItem();
            }

            ((OpenApiPathItem)item).AddOperation(route.HttpMethod, operations.Of(route, path));
        }

        return document;
    }
}
