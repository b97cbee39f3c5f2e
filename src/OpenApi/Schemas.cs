using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace EGovPlatform.OpenApi;

/// <summary>Schemas of messages and enums, as the protobuf JSON mapping writes them.</summary>
internal sealed class Schemas(OpenApiDocument document)
{
    private readonly HashSet<string> known = [];

    /// <summary>A reference to the message's schema, which is added with all that it uses.</summary>
    public IOpenApiSchema Message(MessageDescriptor message)
    {
        if (WellKnownSchemas.Find(message) is { } wellKnown)
        {
            return wellKnown;
        }

        if (known.Add(message.FullName))
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = Text(Comments.Of(message)) };
            document.AddComponent<IOpenApiSchema>(message.FullName, schema);
            schema.Properties = message.Fields.InDeclarationOrder().ToDictionary(f => f.JsonName, Property);
            schema.Required = message.Fields.InDeclarationOrder()
                .Where(f => HasBehavior(f, FieldBehavior.Required)).Select(f => f.JsonName).ToHashSet();
        }

        return new OpenApiSchemaReference(message.FullName, document);
    }

    /// <summary>The value of a field, without its comment.</summary>
    public IOpenApiSchema Field(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = Single(field.MessageType.FindFieldByNumber(2)),
            };
        }

        return field.IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = Single(field) } : Single(field);
    }

    public static string? Text(string comment) => comment.Length == 0 ? null : comment;

    private IOpenApiSchema Property(FieldDescriptor field)
    {
        var schema = Field(field);
        var description = Comments.Of(field);
        if (field.RealContainingOneof is { } choice)
        {
            description = $"{description}\n\nAt most one field of `{choice.Name}` is set.".Trim();
        }

        switch (schema)
        {
            case OpenApiSchema own:
                own.Description = description.Length == 0 ? own.Description : description;
                own.ReadOnly = HasBehavior(field, FieldBehavior.OutputOnly);
                own.Deprecated = field.GetOptions()?.Deprecated ?? false;
                break;
            case OpenApiSchemaReference reference when description.Length > 0:
                reference.Description = description;
                break;
        }

        return schema;
    }

    private IOpenApiSchema Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => Message(field.MessageType),
        FieldType.Enum => Enum(field.EnumType),
        _ => WellKnownSchemas.Scalar(field.FieldType),
    };

    private OpenApiSchemaReference Enum(EnumDescriptor type)
    {
        if (known.Add(type.FullName))
        {
            var values = type.Values.Select(v => Comments.Of(v) is { Length: > 0 } text ? $"- `{v.Name}`: {text}" : $"- `{v.Name}`");
            document.AddComponent<IOpenApiSchema>(type.FullName, new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = $"{Comments.Of(type)}\n\n{string.Join('\n', values)}".Trim(),
                Enum = type.Values.Select(v => (JsonNode)v.Name).ToList(),
            });
        }

        return new OpenApiSchemaReference(type.FullName, document);
    }

    private static bool HasBehavior(FieldDescriptor field, FieldBehavior behavior) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) ?? false;
}
