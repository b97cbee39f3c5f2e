using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Reflection;

/// <summary>What the mapped services declare, found by the Descriptor of their generated classes.</summary>
internal sealed class ServedSymbols
{
    private readonly Dictionary<string, FileDescriptor> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> symbols = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Type, int Number), FileDescriptor> extensions = [];

    public ServedSymbols(EndpointDataSource endpoints)
    {
        var services = endpoints.Endpoints
            .Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
            .OfType<Type>()
            .Distinct()
            .Select(Descriptor)
            .OfType<ServiceDescriptor>()
            .ToList();
        Services = [.. services.Select(s => s.FullName).Distinct().Order(StringComparer.Ordinal)];
        foreach (var service in services)
        {
            Add(service.File);
        }
    }

    public IReadOnlyList<string> Services { get; }

    public FileDescriptor? FileByName(string name) => files.GetValueOrDefault(name);

    public FileDescriptor? FileOfSymbol(string name) => symbols.GetValueOrDefault(name);

    public FileDescriptor? FileOfExtension(string type, int number) => extensions.GetValueOrDefault((type, number));

    /// <summary>Numbers of the extensions of a message, or null when it is unknown.</summary>
    public IReadOnlyList<int>? ExtensionNumbers(string type) =>
        symbols.ContainsKey(type) ? [.. extensions.Keys.Where(k => k.Type == type).Select(k => k.Number)] : null;

    private static ServiceDescriptor? Descriptor(Type serviceType)
    {
        for (var type = serviceType; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                return attribute.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as ServiceDescriptor;
            }
        }

        return null;
    }

    private void Add(FileDescriptor file)
    {
        if (!files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var dependency in file.Dependencies)
        {
            Add(dependency);
        }

        foreach (var service in file.Services)
        {
            symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                symbols[method.FullName] = file;
            }
        }

        foreach (var message in file.MessageTypes)
        {
            Add(file, message);
        }

        AddEnums(file, file.EnumTypes);
        AddExtensions(file, file.Extensions.UnorderedExtensions);
    }

    private void Add(FileDescriptor file, MessageDescriptor message)
    {
        symbols[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            symbols[field.FullName] = file;
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(file, nested);
        }

        AddEnums(file, message.EnumTypes);
        AddExtensions(file, message.Extensions.UnorderedExtensions);
    }

    private void AddEnums(FileDescriptor file, IEnumerable<EnumDescriptor> enums)
    {
        foreach (var type in enums)
        {
            symbols[type.FullName] = file;
            foreach (var value in type.Values)
            {
                symbols[value.FullName] = file;
            }
        }
    }

    private void AddExtensions(FileDescriptor file, IEnumerable<FieldDescriptor> declared)
    {
        foreach (var extension in declared)
        {
            symbols[extension.FullName] = file;
            extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }
}
