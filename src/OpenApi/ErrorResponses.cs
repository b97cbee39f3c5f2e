using Microsoft.OpenApi;

namespace EGovPlatform.OpenApi;

/// <summary>What every operation answers when it fails.</summary>
internal static class ErrorResponses
{
    private const string Error = "Error";

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSchema>("google.rpc.Status", new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Why a call failed.",
            Properties = Members(),
        });
        document.AddComponent<IOpenApiSchema>("Problem", new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The same as a problem document (RFC 9457).",
            Properties = new Dictionary<string, IOpenApiSchema>(Members())
            {
                ["type"] = Text("A URI of the kind of problem; `about:blank` when the code says it all."),
                ["title"] = Text("Name of the code."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "HTTP status." },
                ["detail"] = Text("What went wrong."),
                ["instance"] = Text("Path of the request."),
            },
        });
        document.AddComponent<IOpenApiResponse>(Error, new OpenApiResponse
        {
            Description = "The call failed; nothing was stored. Ask for application/problem+json to get a problem document.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("google.rpc.Status", document) },
                ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("Problem", document) },
            },
        });
    }

    public static OpenApiResponseReference Reference(OpenApiDocument document) => new(Error, document);

    private static Dictionary<string, IOpenApiSchema> Members() => new()
    {
        ["code"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "A value of google.rpc.Code, such as 3 for INVALID_ARGUMENT." },
        ["message"] = Text("What went wrong, in English."),
        ["details"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "A google.rpc.ErrorInfo with the reason, and for wrong fields a google.rpc.BadRequest that lists all of them.",
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema> { ["@type"] = Text("Type URL of the detail.") },
                AdditionalProperties = new OpenApiSchema(),
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
