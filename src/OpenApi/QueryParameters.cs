using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace EGovPlatform.OpenApi;

/// <summary>The fields of a request that neither path nor body gives: they stand in the query string, inner ones with dots.</summary>
internal sealed class QueryParameters(Schemas schemas)
{
    private const int MostLevels = 3;

    public IEnumerable<IOpenApiParameter> Of(RestRoute route)
    {
        var taken = route.Path.Variables.Select(v => v.FieldPath).Append(route.Rule.Body).ToHashSet();
        return route.Rule.Body == "*" ? [] : Of(route.Method.InputType, "", "", taken, 1);
    }

    private IEnumerable<IOpenApiParameter> Of(MessageDescriptor message, string path, string jsonPath, HashSet<string> taken, int level)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var name = path + field.Name;
            if (taken.Contains(name) || field.IsMap)
            {
                continue;
            }

            if (field.FieldType != FieldType.Message || WellKnownSchemas.Find(field.MessageType)?.Type is { } type && (type & JsonSchemaType.Object) == 0)
            {
                yield return Parameter(field, jsonPath + field.JsonName);
            }
            else if (!field.IsRepeated && level < MostLevels && WellKnownSchemas.Find(field.MessageType) is null)
            {
                foreach (var inner in Of(field.MessageType, name + ".", jsonPath + field.JsonName + ".", taken, level + 1))
                {
                    yield return inner;
                }
            }
        }
    }

    private OpenApiParameter Parameter(FieldDescriptor field, string name) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = Schemas.Text(Comments.Of(field)),
        Schema = schemas.Field(field),
    };
}
