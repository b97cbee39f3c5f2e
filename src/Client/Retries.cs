using System.Reflection;
using EGovPlatform.Common.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace EGovPlatform.Client;

/// <summary>
/// Which calls are tried again when they end UNAVAILABLE, as the contracts have it: those that only read, and writes that carry a
/// <c>request_id</c> and so happen once. Others may have been done although nobody said so; they are the caller's to repeat.
/// </summary>
internal static class Retries
{
    private const string RequestId = "request_id";

    private static readonly Lazy<IReadOnlyList<MethodName>> Safe = new(() =>
    [
        .. Files().SelectMany(file => file.Services).SelectMany(service => service.Methods).Where(IsSafe)
            .Select(method => new MethodName { Service = method.Service.FullName, Method = method.Name }),
    ]);

    public static ServiceConfig Config(int tries)
    {
        var again = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = tries,
                InitialBackoff = TimeSpan.FromMilliseconds(200),
                MaxBackoff = TimeSpan.FromSeconds(5),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var method in Safe.Value)
        {
            again.Names.Add(method);
        }

        return new ServiceConfig { MethodConfigs = { again } };
    }

    private static bool IsSafe(MethodDescriptor method) => !method.IsClientStreaming
        && (method.InputType.FindFieldByName(RequestId) is not null
            || method.GetOptions()?.GetExtension(PolicyExtensions.Policy)?.RateClass is RateClass.Read or RateClass.Query or RateClass.Stream);

    private static IEnumerable<FileDescriptor> Files() => typeof(Change).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FileDescriptor>();
}
