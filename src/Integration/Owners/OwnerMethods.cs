using System.Reflection;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Owners;

/// <summary>The standard methods of a type's owner, found in the contracts by their names (AIP-131 to 135, 164).</summary>
internal sealed class OwnerMethods
{
    private static readonly Marshaller<IMessage> Requests = Marshallers.Create<IMessage>(m => m.ToByteArray(), _ => throw new NotSupportedException());

    private static readonly Lazy<IReadOnlyDictionary<string, OwnerMethods>> All = new(() =>
        ResourceCatalog.All.ToDictionary(e => e.Descriptor.FullName, e => new OwnerMethods(e), StringComparer.Ordinal));

    private OwnerMethods(ResourceCatalog.Entry entry)
    {
        Entry = entry;
        var service = Services().FirstOrDefault(s => s.File.Package == entry.Descriptor.File.Package && s.Name == $"{entry.Descriptor.Name}Service");
        Get = Find(service, m => m.Name == $"Get{entry.Descriptor.Name}");
        List = Find(service, m => m.InputType.FullName == ListRequest.Descriptor.FullName && m.Name.StartsWith("List", StringComparison.Ordinal) && m.OutputType.FindFieldByNumber(1)?.MessageType == entry.Descriptor);
        Create = Find(service, m => m.Name == $"Create{entry.Descriptor.Name}");
        Update = Find(service, m => m.Name == $"Update{entry.Descriptor.Name}");
        Delete = Find(service, m => m.Name == $"Delete{entry.Descriptor.Name}");
        Undelete = Find(service, m => m.Name == $"Undelete{entry.Descriptor.Name}");
    }

    public ResourceCatalog.Entry Entry { get; }

    public OwnerMethod? Get { get; }

    public OwnerMethod? List { get; }

    public OwnerMethod? Create { get; }

    public OwnerMethod? Update { get; }

    public OwnerMethod? Delete { get; }

    public OwnerMethod? Undelete { get; }

    /// <summary>The methods of a type.</summary>
    public static OwnerMethods Of(MessageDescriptor type) => All.Value[type.FullName];

    private static OwnerMethod? Find(Google.Protobuf.Reflection.ServiceDescriptor? service, Func<MethodDescriptor, bool> wanted) =>
        service?.Methods.FirstOrDefault(wanted) is { } method ? new OwnerMethod(method, Requests) : null;

    private static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Services() => typeof(Record).Assembly.GetTypes()
        .Where(t => t.IsAbstract && t.IsSealed && t.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FileDescriptor>()
        .SelectMany(f => f.Services);
}

/// <summary>One method of an owner, called with messages made from its descriptor.</summary>
internal sealed class OwnerMethod(MethodDescriptor descriptor, Marshaller<IMessage> requests)
{
    private readonly Method<IMessage, IMessage> method = new(
        MethodType.Unary, descriptor.Service.FullName, descriptor.Name, requests, Marshallers.Create<IMessage>(_ => throw new NotSupportedException(), descriptor.OutputType.Parser.ParseFrom));

    /// <summary>An empty request.</summary>
    public IMessage Request() => descriptor.InputType.Parser.ParseFrom(ByteString.Empty);

    /// <summary>Sets a request's field by its number; all owners share the numbers.</summary>
    public static void Set(IMessage request, int number, object value) => request.Descriptor.FindFieldByNumber(number)?.Accessor.SetValue(request, value);

    public async Task<IMessage> CallAsync(CallInvoker owner, IMessage request, CallOptions options)
    {
        using var call = owner.AsyncUnaryCall(method, null, options, request);
        return await call.ResponseAsync;
    }
}
