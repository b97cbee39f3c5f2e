using EGovPlatform.Access;
using EGovPlatform.Values;
using Google.Protobuf.Collections;

namespace EGovPlatform.IntegrationService;

/// <summary>Steps that calls which store something share.</summary>
internal static class Edits
{
    /// <exception cref="Grpc.Core.RpcException">There are faults: INVALID_ARGUMENT with each of them.</exception>
    public static void ThrowIfAny(List<FieldViolation> faults)
    {
        if (faults.Count > 0)
        {
            throw Errors.InvalidFields(faults);
        }
    }

    /// <summary>Puts other items in the place of those there are.</summary>
    public static void Replace<T>(RepeatedField<T> current, RepeatedField<T> given)
    {
        current.Clear();
        current.Add(given);
    }
}
