using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.OpenApi;

/// <summary>The proto files of the contracts, with comments and with the options of <c>google.api</c>.</summary>
public static class ContractFiles
{
    private static readonly ExtensionRegistry Options =
    [
        AnnotationsExtensions.Http,
        FieldBehaviorExtensions.FieldBehavior,
        ResourceExtensions.Resource,
        ResourceExtensions.ResourceReference,
    ];

    /// <summary>All files that the contracts assembly carries, imported ones included.</summary>
    public static IReadOnlyList<FileDescriptor> Load()
    {
        using var stream = ContractDescriptors.OpenDescriptorSet();
        return Load(stream);
    }

    /// <summary>The files of a serialized <c>FileDescriptorSet</c>.</summary>
    public static IReadOnlyList<FileDescriptor> Load(Stream descriptorSet)
    {
        // The runtime has no public FileDescriptorSet: it is a list of files, field 1.
        var input = new CodedInputStream(descriptorSet, leaveOpen: true);
        var files = new List<ByteString>();
        while (input.ReadTag() != 0)
        {
            files.Add(input.ReadBytes());
        }

        return FileDescriptor.BuildFromByteStrings(files, Options);
    }
}
