using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;

namespace EGovPlatform.SystemTests;

/// <summary>
/// Every rpc by every role, over gRPC and JSON, through the gateway: what the contract declares is what is observed, and
/// both transports decide alike. A request id that is no UUID keeps calls that are let in from doing anything.
/// </summary>
public sealed partial class AccessMatrixTests(Platform platform)
{
    private const string NoUuid = "not-a-uuid";

    private static readonly Role?[] Callers = [null, .. Enum.GetValues<Role>().Where(r => r != Role.Unspecified).Select(r => (Role?)r)];

    [Fact]
    public async Task Declared_is_observed_over_grpc()
    {
        using var channel = GrpcChannel.ForAddress($"http://{platform.GrpcAddress}");
        var invoker = channel.CreateCallInvoker();
        var mismatches = new List<string>();
        var cells = 0;
        foreach (var caller in Callers)
        {
            var headers = caller is { } role ? new Metadata { { "authorization", "Bearer " + platform.Token(role) } } : [];
            foreach (var method in Methods())
            {
                var expected = Expected(method, caller);
                var observed = await CallAsync(invoker, method, headers);
                cells++;
                if (observed != expected)
                {
                    mismatches.Add($"{method.FullName} by {caller?.ToString() ?? "nobody"}: declared {expected}, observed {observed}");
                }
            }
        }

        Assert.True(mismatches.Count == 0, $"{mismatches.Count} of {cells} cells differ:\n{string.Join('\n', mismatches.Take(20))}");
        Assert.InRange(cells, 2000, int.MaxValue);
    }

    [Fact]
    public async Task Declared_is_observed_over_json()
    {
        var mismatches = new List<string>();
        foreach (var caller in Callers)
        {
            using var http = caller is { } role ? platform.Client(role) : platform.Client();
            // What only gateways ask has no route.
            foreach (var method in Methods().Where(m => !m.IsServerStreaming && m.Service.Name != "ApiKeyExchangeService"))
            {
                var expected = Expected(method, caller);
                using var request = Request(method);
                using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
                var observed = response.StatusCode switch
                {
                    HttpStatusCode.Unauthorized => Decision.Unauthenticated,
                    HttpStatusCode.Forbidden => Decision.Denied,
                    _ => Decision.LetIn,
                };
                if (observed != expected)
                {
                    mismatches.Add($"{request.Method} {request.RequestUri} by {caller?.ToString() ?? "nobody"}: declared {expected}, observed {response.StatusCode}");
                }
            }
        }

        Assert.True(mismatches.Count == 0, $"{mismatches.Count} cells differ:\n{string.Join('\n', mismatches.Take(20))}");
    }

    private enum Decision
    {
        LetIn,
        Denied,
        Unauthenticated,
    }

    private static IReadOnlyList<MethodDescriptor> Methods() =>
    [
        .. typeof(Change).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal) && t.Namespace?.StartsWith("EGovPlatform.", StringComparison.Ordinal) == true)
            .Select(t => t.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>().DistinctBy(f => f.Name)
            .SelectMany(f => f.Services).SelectMany(s => s.Methods).OrderBy(m => m.FullName, StringComparer.Ordinal),
    ];

    private static Decision Expected(MethodDescriptor method, Role? caller)
    {
        var policy = method.GetOptions().GetExtension(PolicyExtensions.Policy);
        return policy.Anonymous ? Decision.LetIn
            : caller is not { } role ? Decision.Unauthenticated
            : !policy.Roles.Contains(role) ? Decision.Denied
            // Who is let in here is told that the secret of nobody does not work.
            : method.Name == "ExchangeApiKey" ? Decision.Unauthenticated : Decision.LetIn;
    }

    private static async Task<Decision> CallAsync(CallInvoker invoker, MethodDescriptor method, Metadata headers)
    {
        var bytes = Marshallers.Create(value => value, value => value);
        var type = method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var rpc = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, bytes, bytes);
        // A stream that is let in has nothing to say; that it stays open says enough.
        var options = new CallOptions(headers, DateTime.UtcNow + TimeSpan.FromSeconds(type == MethodType.Unary ? 30 : 1), TestContext.Current.CancellationToken);
        try
        {
            if (type == MethodType.Unary)
            {
                await invoker.AsyncUnaryCall(rpc, null, options, Body(method)).ResponseAsync;
            }
            else
            {
                using var call = invoker.AsyncServerStreamingCall(rpc, null, options, Body(method));
                await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            }

            return Decision.LetIn;
        }
        catch (RpcException e)
        {
            return e.StatusCode switch { StatusCode.Unauthenticated => Decision.Unauthenticated, StatusCode.PermissionDenied => Decision.Denied, _ => Decision.LetIn };
        }
    }

    private static byte[] Body(MethodDescriptor method)
    {
        var request = method.InputType.Parser.ParseFrom(ByteString.Empty);
        method.InputType.FindFieldByName("request_id")?.Accessor.SetValue(request, NoUuid);
        return request.ToByteArray();
    }

    private static HttpRequestMessage Request(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            _ => (HttpMethod.Put, rule.Put),
        };
        var path = Variable().Replace(template, v => v.Groups["pattern"].Success ? v.Groups["pattern"].Value.Replace("**", "none", StringComparison.Ordinal).Replace("*", "none", StringComparison.Ordinal) : "none");
        var id = method.InputType.FindFieldByName("request_id") is not null;
        var query = id && rule.Body != "*" ? $"?requestId={NoUuid}" : "";
        var request = new HttpRequestMessage(verb, path + query);
        if (rule.Body.Length > 0)
        {
            request.Content = new StringContent(id && rule.Body == "*" ? $$"""{"requestId":"{{NoUuid}}"}""" : "{}", Encoding.UTF8, "application/json");
        }

        return request;
    }

    [GeneratedRegex(@"\{[a-z_.]+(=(?<pattern>[^}]+))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
