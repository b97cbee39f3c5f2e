using System.Globalization;
using System.Reflection;
using EGovPlatform.Common.V1;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace EGovPlatform.Hosting;

/// <summary>
/// How every service writes JSON: 64-bit integers as strings and enums by their full names, as the protobuf mapping has
/// it, and nothing for fields that have their default value.
/// </summary>
internal static class JsonMapping
{
    public static void Apply(GrpcJsonTranscodingOptions options, string service)
    {
        options.JsonSettings = new GrpcJsonSettings { IgnoreDefaultValues = true, WriteInt64sAsStrings = true, WriteEnumsAsIntegers = false };
        options.TypeRegistry = TypeRegistry.FromFiles(Files(service));
    }

    // What an operation answers with is a message of the same service or a common one; an error has details of google.rpc.
    private static IEnumerable<FileDescriptor> Files(string service)
    {
        var own = $"EGovPlatform.{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service)}.V1";
        return typeof(Operation).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && (type.Namespace == own || type.Namespace == typeof(Operation).Namespace))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>()
            .Append(Google.Rpc.ErrorDetailsReflection.Descriptor);
    }
}
