using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Personal parts stay with their owner, sealed or not.</summary>
internal static class Personal
{
    /// <summary>Takes the sub-message marked as personal and its sealed form out of a record.</summary>
    public static void Remove(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.GetOptions()?.GetExtension(PolicyExtensions.Personal) == true || (field.Name == "sealed" && field.FieldType == FieldType.Bytes))
            {
                field.Accessor.Clear(message);
            }
        }
    }
}
