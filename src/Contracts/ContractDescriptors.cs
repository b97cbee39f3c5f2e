using System.Reflection;

namespace EGovPlatform;

/// <summary>The contracts as data.</summary>
public static class ContractDescriptors
{
    /// <summary>
    /// A serialized <c>google.protobuf.FileDescriptorSet</c> of all proto files and their imports, with comments.
    /// The caller disposes the stream.
    /// </summary>
    public static Stream OpenDescriptorSet() =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream("egov.binpb")
        ?? throw new InvalidOperationException("The descriptor set is not embedded in this assembly.");
}
