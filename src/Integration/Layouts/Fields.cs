using EGovPlatform.Common.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Layouts;

/// <summary>What files do with a field, told by its descriptor.</summary>
internal static class Fields
{
    // Standard fields of every resource: etag and the three times.
    private const int LastStandard = 5;

    /// <summary>Whether a file may give this field of a message.</summary>
    public static bool Fillable(FieldDescriptor field) =>
        !IsStandard(field) && !IsPersonal(field) && !IsSeal(field)
        && field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) != true;

    /// <summary>Whether it holds personal data, which enters through its own service only.</summary>
    public static bool IsPersonal(FieldDescriptor field) => field.GetOptions()?.GetExtension(PolicyExtensions.Personal) == true;

    /// <summary>Whether it fills one cell: a value, a list of values, or a message with a text form of its own.</summary>
    public static bool IsLeaf(FieldDescriptor field) => field.FieldType != FieldType.Message || field.IsMap || IsWellKnown(field.MessageType);

    /// <summary>Whether a message has a text form of its own.</summary>
    public static bool IsWellKnown(MessageDescriptor message) => message.File.Package == "google.protobuf";

    /// <summary>Type that a text field names; null for plain text.</summary>
    public static string? ReferenceType(FieldDescriptor field) =>
        field.FieldType == FieldType.String && field.GetOptions()?.GetExtension(ResourceExtensions.ResourceReference)?.Type is { Length: > 0 } type ? type : null;

    private static bool IsStandard(FieldDescriptor field) =>
        field.FieldNumber is > 1 and <= LastStandard && field.ContainingType.GetOptions()?.GetExtension(ResourceExtensions.Resource) is not null;

    private static bool IsSeal(FieldDescriptor field) =>
        field is { Name: "sealed", FieldType: FieldType.Bytes } && field.ContainingType.Fields.InDeclarationOrder().Any(IsPersonal);
}
