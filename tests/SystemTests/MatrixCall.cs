using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Enum = System.Enum;

namespace EGovPlatform.SystemTests;

/// <summary>How the platform decides a call.</summary>
internal enum Decision
{
    LetIn,
    Denied,
    Unauthenticated,

    /// <summary>The caller may call the method, but no such record is there for them.</summary>
    Hidden,

    /// <summary>The caller sees the record but may not write it.</summary>
    OutOfScope,
}

/// <summary>What was answered.</summary>
/// <param name="Decision">The decision in it.</param>
/// <param name="Code">Code of the status; OK for an answer.</param>
/// <param name="Bytes">The answer, of a unary gRPC call.</param>
internal sealed record Observed(Decision Decision, StatusCode Code, byte[]? Bytes = null)
{
    public static Observed Of(StatusCode code, IDictionary<string, string>? told) => new(
        code switch
        {
            StatusCode.Unauthenticated => Decision.Unauthenticated,
            StatusCode.PermissionDenied when told?.ContainsKey("method") == true => Decision.Denied,
            StatusCode.PermissionDenied => Decision.OutOfScope,
            StatusCode.NotFound => Decision.Hidden,
            _ => Decision.LetIn,
        },
        code);
}

/// <summary>One request of one method, sent over any transport.</summary>
internal sealed partial class MatrixCall(MethodDescriptor method, IMessage message)
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create<byte[]>(value => value, value => value);

    // Who is let in is told so, and nothing is made, searched or watched.
    private static readonly (string Field, object Value)[] Invalid = [("request_id", "not-a-uuid"), ("filter", ")("), ("after_position", -1L)];

    public MethodDescriptor Method { get; } = method;

    /// <summary>A request that is let in and then does nothing: fields that every such method checks first are invalid, and names name nothing.</summary>
    public static MatrixCall Idle(MethodDescriptor method)
    {
        var request = method.InputType.Parser.ParseFrom(ByteString.Empty);
        foreach (var (field, value) in Invalid)
        {
            if (method.InputType.FindFieldByName(field) is { IsRepeated: false } known && known.FieldType == (value is string ? FieldType.String : FieldType.Int64))
            {
                known.Accessor.SetValue(request, value);
            }
        }

        foreach (Match variable in Variable().Matches(Route(method).Template))
        {
            Set(request, variable.Groups["path"].Value, variable.Groups["pattern"] is { Success: true } p ? Filled(p.Value) : "none");
        }

        return new MatrixCall(method, request);
    }

    public async Task<Observed> GrpcAsync(CallInvoker invoker, string? token, CancellationToken cancellation)
    {
        var type = Method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var rpc = new Method<byte[], byte[]>(type, Method.Service.FullName, Method.Name, Raw, Raw);
        // A stream that is let in has nothing to say; that it stays open says enough.
        var options = new CallOptions(token is null ? [] : new Metadata { { "authorization", "Bearer " + token } }, DateTime.UtcNow + TimeSpan.FromSeconds(type == MethodType.Unary ? 60 : 2), cancellation);
        try
        {
            if (type == MethodType.Unary)
            {
                return new Observed(Decision.LetIn, StatusCode.OK, await invoker.AsyncUnaryCall(rpc, null, options, message.ToByteArray()).ResponseAsync);
            }

            using var call = invoker.AsyncServerStreamingCall(rpc, null, options, message.ToByteArray());
            await call.ResponseStream.MoveNext(cancellation);
            return new Observed(Decision.LetIn, StatusCode.OK);
        }
        catch (RpcException e)
        {
            return Observed.Of(e.StatusCode, e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Metadata);
        }
    }

    public async Task<Observed> JsonAsync(HttpClient http, string? token, CancellationToken cancellation)
    {
        using var request = Request();
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
        {
            return new Observed(Decision.LetIn, StatusCode.OK, Method.IsServerStreaming ? null : await response.Content.ReadAsByteArrayAsync(cancellation));
        }

        var text = await response.Content.ReadAsStringAsync(cancellation);
        var status = text.Length == 0 ? null : JsonNode.Parse(text)?.AsObject();
        var told = status?["details"]?.AsArray().Select(d => d?["metadata"]?.AsObject()).FirstOrDefault(m => m is not null);
        return Observed.Of((StatusCode)((int?)status?["code"] ?? (int)StatusCode.Unknown), told?.ToDictionary(m => m.Key, m => (string)m.Value!, StringComparer.Ordinal));
    }

    /// <summary>The JSON request that says the same as the message.</summary>
    private HttpRequestMessage Request()
    {
        var (verb, template, body) = Route(Method);
        var rest = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        var path = Variable().Replace(template, v =>
        {
            var value = Convert.ToString(Get(message, v.Groups["path"].Value), CultureInfo.InvariantCulture)!;
            Set(rest, v.Groups["path"].Value, "");
            return string.Join('/', value.Split('/').Select(Uri.EscapeDataString));
        });
        var request = new HttpRequestMessage(verb, path);
        if (body == "*")
        {
            request.Content = Json(JsonFormatter.Default.Format(rest));
            return request;
        }

        if (body.Length > 0)
        {
            var field = rest.Descriptor.FindFieldByName(body);
            request.Content = Json(field.Accessor.GetValue(rest) is IMessage part ? JsonFormatter.Default.Format(part) : "{}");
            field.Accessor.Clear(rest);
        }

        var query = JsonNode.Parse(JsonFormatter.Default.Format(rest))!.AsObject()
            .SelectMany(p => p.Value is JsonArray list ? list.Select(v => (p.Key, Value: v)) : [(p.Key, p.Value)])
            .Where(p => p.Value is JsonValue).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!.ToString())}");
        request.RequestUri = new Uri(path + "?" + string.Join('&', query), UriKind.Relative);
        return request;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static (HttpMethod Verb, string Template, string Body) Route(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http) ?? new HttpRule();
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            _ => (HttpMethod.Post, rule.Post),
        };
        return (verb, template, rule.Body);
    }

    private static string Filled(string pattern) => pattern.Replace("**", "none", StringComparison.Ordinal).Replace("*", "none", StringComparison.Ordinal);

    private static object Get(IMessage message, string path) => path.Split('.', 2) is [var head, var tail]
        ? Get((IMessage)message.Descriptor.FindFieldByName(head).Accessor.GetValue(message), tail)
        : message.Descriptor.FindFieldByName(path).Accessor.GetValue(message);

    public static void Set(IMessage message, string path, object value)
    {
        if (path.Split('.', 2) is not [var head, var tail])
        {
            // A number in a path, such as a year: the first, which no report has.
            var last = message.Descriptor.FindFieldByName(path);
            last?.Accessor.SetValue(message, last.FieldType == FieldType.Int32 && value is string text ? Math.Min(1, text.Length) : value);
            return;
        }

        var field = message.Descriptor.FindFieldByName(head);
        if (field.Accessor.GetValue(message) is not IMessage inner)
        {
            field.Accessor.SetValue(message, inner = field.MessageType.Parser.ParseFrom(ByteString.Empty));
        }

        Set(inner, tail, value);
    }

    [GeneratedRegex(@"\{(?<path>[a-z_.]+)(=(?<pattern>[^}]+))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
