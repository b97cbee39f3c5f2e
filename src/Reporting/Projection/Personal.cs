using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Personal parts stay with their owner, sealed or not.</summary>
internal static class Personal
{
    /// <summary>
    /// Takes the sub-message marked as personal and its sealed form out of a record, and answers out of an evaluation: its
    /// owner shows them only where enough people gave them.
    /// </summary>
    public static void Remove(IMessage message)
    {
        if (message is EvaluationResponse response)
        {
            response.Answers.Clear();
            response.Group = "";
        }

        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.GetOptions()?.GetExtension(PolicyExtensions.Personal) == true || (field.Name == "sealed" && field.FieldType == FieldType.Bytes))
            {
                field.Accessor.Clear(message);
            }
        }
    }
}
