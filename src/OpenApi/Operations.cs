using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace EGovPlatform.OpenApi;

/// <summary>Methods as operations.</summary>
internal sealed class Operations(OpenApiDocument document)
{
    private readonly Schemas schemas = new(document);

    public OpenApiOperation Of(RestRoute route, PathParameters path)
    {
        var comment = Comments.Of(route.Method);
        return new OpenApiOperation
        {
            OperationId = Id(route),
            Summary = Schemas.Text(Comments.Summary(comment)),
            Description = Schemas.Text(comment),
            Tags = new HashSet<OpenApiTagReference> { Tag(route) },
            Deprecated = route.Method.GetOptions()?.Deprecated ?? false,
            Parameters = [.. path.Parameters, .. new QueryParameters(schemas).Of(route)],
            RequestBody = Body(route),
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse { Description = "The answer.", Content = Answer(route) },
                ["4XX"] = ErrorResponses.Reference(document),
                ["5XX"] = ErrorResponses.Reference(document),
            },
        };
    }

    private static string Id(RestRoute route)
    {
        var id = $"{route.Area}_{route.Method.Service.Name}_{route.Method.Name}";
        return route.Binding == 0 ? id : $"{id}_{route.Binding + 1}";
    }

    private OpenApiTagReference Tag(RestRoute route)
    {
        var name = $"{route.Area}.{route.Method.Service.Name}";
        document.Tags!.Add(new OpenApiTag { Name = name, Description = Schemas.Text(Comments.Of(route.Method.Service)) });
        return new OpenApiTagReference(name, document);
    }

    private OpenApiRequestBody? Body(RestRoute route)
    {
        if (route.Rule.Body.Length == 0)
        {
            return null;
        }

        var input = route.Method.InputType;
        var whole = route.Rule.Body == "*";
        var field = whole ? null : input.FindFieldByName(route.Rule.Body)
            ?? throw new InvalidOperationException($"HTTP rule of {route.Method.FullName}: body field '{route.Rule.Body}' is no field of {input.FullName}.");
        var raw = IsHttpBody(field is null ? input : field.FieldType == FieldType.Message ? field.MessageType : null);
        return new OpenApiRequestBody
        {
            Required = !whole,
            Content = raw ? AnyBytes() : new() { ["application/json"] = new OpenApiMediaType { Schema = field is null ? schemas.Message(input) : schemas.Field(field) } },
        };
    }

    private Dictionary<string, OpenApiMediaType> Answer(RestRoute route)
    {
        var output = route.Method.OutputType;
        if (IsHttpBody(output))
        {
            return AnyBytes();
        }

        var schema = route.Rule.ResponseBody.Length == 0
            ? schemas.Message(output)
            : schemas.Field(output.FindFieldByName(route.Rule.ResponseBody)
                ?? throw new InvalidOperationException($"HTTP rule of {route.Method.FullName}: response body '{route.Rule.ResponseBody}' is no field of {output.FullName}."));
        var type = route.Method.IsServerStreaming ? "application/x-ndjson" : "application/json";
        return new() { [type] = new OpenApiMediaType { Schema = schema } };
    }

    private static bool IsHttpBody(MessageDescriptor? message) => message?.FullName == "google.api.HttpBody";

    private static Dictionary<string, OpenApiMediaType> AnyBytes() => new() { ["*/*"] = new OpenApiMediaType() };
}
