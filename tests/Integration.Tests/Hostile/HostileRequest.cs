using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Integration.Tests.Hostile;

/// <summary>How a request travels.</summary>
public enum Transport
{
    Grpc,
    GrpcWeb,
    Json,
}

/// <summary>One request made by a seed: a method of the contracts, or none, with a body, headers and a credential that may each be spoiled.</summary>
internal sealed class HostileRequest(Random random)
{
    private static readonly string[] Areas = ["countries", "integration", "reporting"];

    private static readonly IReadOnlyList<MethodDescriptor> Methods =
    [
        .. typeof(Change).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal) && t.Namespace?.StartsWith("EGovPlatform.", StringComparison.Ordinal) == true)
            .Select(t => t.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>().DistinctBy(f => f.Name)
            .SelectMany(f => f.Services).SelectMany(s => s.Methods)
            .Where(m => Areas.Contains(m.File.Package.Split('.')[1], StringComparer.Ordinal) && !m.IsServerStreaming)
            .OrderBy(m => m.FullName, StringComparer.Ordinal),
    ];

    private static readonly string Good = TestIssuer.Token("hostile", [Role.Viewer, Role.Editor, Role.Approver, Role.Operator, Role.Auditor]);

    private static readonly string[] Texts =
    [
        "' or 1=1 --", "\0", "../../../etc/passwd", "%00", "{{7*7}}", "<script>", "\u202e", "=cmd|' /C calc'!A0", "countries/PE", "countries/" + new string('A', 3000), "-1", "NaN",
        "name=", "a AND b OR (((((", "9999-99-99", "webhooks/../apiKeys/x", "☃", "\ud83d\ude08",
    ];

    public HttpRequestMessage Make(Transport transport, Uri http, Uri grpc)
    {
        var method = Pick(Methods);
        var request = transport switch
        {
            Transport.Grpc => Call(new Uri(grpc, Path(method)), "application/grpc", HttpVersion.Version20, Frame(Message(method))),
            Transport.GrpcWeb when random.Next(3) == 0 => Call(new Uri(http, Path(method)), "application/grpc-web-text", HttpVersion.Version11, Encoding.ASCII.GetBytes(Convert.ToBase64String(Frame(Message(method))))),
            Transport.GrpcWeb => Call(new Uri(http, Path(method)), "application/grpc-web+proto", HttpVersion.Version11, Frame(Message(method))),
            _ => Json(method, http),
        };
        Credential(request.Headers);
        for (var i = random.Next(4); i > 0; i--)
        {
            request.Headers.TryAddWithoutValidation(
                Pick(["grpc-timeout", "grpc-encoding", "te", "x-forwarded-for", "x-user-roles", "traceparent", "if-none-match", "accept", "accept-encoding", "x-a-bin", "grpc-accept-encoding", "cookie", "origin"]),
                Pick(["", "0n", "99999999H", "-5S", "gzip", "snappy", "10.0.0.1", "operator", "00-00-00-00", "\"", "*", "application/problem+json", "AA==,", "%", new string('a', random.Next(4000))]));
        }

        return request;
    }

    private HttpRequestMessage Json(MethodDescriptor method, Uri http)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http) ?? new HttpRule { Get = "/v1/none" };
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            _ => ("GET", rule.Get),
        };
        var path = System.Text.RegularExpressions.Regex.Replace(template, @"\{[a-z_.]+(=([^}]+))?\}", v => v.Groups[2].Success ? v.Groups[2].Value.Replace("**", "x", StringComparison.Ordinal).Replace("*", Uri.EscapeDataString(Text()), StringComparison.Ordinal) : Uri.EscapeDataString(Text()));
        var query = random.Next(2) == 0 ? "" : $"?{Pick(["filter", "pageSize", "pageToken", "orderBy", "requestId", "validateOnly", "a.b.c", "updateMask", "%00"])}={Uri.EscapeDataString(Text())}";
        var request = new HttpRequestMessage(new HttpMethod(random.Next(10) == 0 ? Pick(["PUT", "HEAD", "OPTIONS", "TRACE", "BREW"]) : verb), new Uri(http, path + query));
        if (verb is "POST" or "PATCH")
        {
            request.Content = new ByteArrayContent(Spoiled(Encoding.UTF8.GetBytes(Document(method)))) { Headers = { ContentType = MediaTypeHeaderValue.Parse(Pick(["application/json", "application/json", "application/json; charset=utf-7", "text/plain", "application/xml"])) } };
        }

        return request;
    }

    private string Document(MethodDescriptor method) => random.Next(4) switch
    {
        0 => string.Concat(Enumerable.Repeat(Pick(["[", "{\"a\":", "{\"record\":{\"sources\":[{"]), random.Next(1, 2000))),
        1 => $$"""{"name":{{System.Text.Json.JsonSerializer.Serialize(Text())}},"filter":1,"pageSize":1e99,"{{Text().Replace("\"", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)}}":null}""",
        _ => JsonFormatter.Default.Format(method.InputType.Parser.ParseFrom(Filled(method.InputType, 0).ToByteArray())),
    };

    private byte[] Message(MethodDescriptor method) => Spoiled(Filled(method.InputType, 0).ToByteArray());

    // Fields filled at random: what parsers take, so that it reaches rules, filters and queries.
    private IMessage Filled(MessageDescriptor type, int depth)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder().Where(f => !f.IsRepeated && random.Next(2) == 0))
        {
            object? value = field.FieldType switch
            {
                FieldType.String => Text(),
                FieldType.Int32 => random.Next(int.MinValue, int.MaxValue),
                FieldType.Int64 => random.NextInt64(long.MinValue, long.MaxValue),
                FieldType.Bool => random.Next(2) == 0,
                FieldType.Message when depth < 4 && field.MessageType.File.Package.StartsWith("egov.", StringComparison.Ordinal) => Filled(field.MessageType, depth + 1),
                _ => null,
            };
            if (value is not null)
            {
                field.Accessor.SetValue(message, value);
            }
        }

        return message;
    }

    private string Text() => random.Next(3) == 0 ? new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(32, 0x3000))]) : Pick(Texts);

    private byte[] Frame(byte[] message)
    {
        byte[] frame = [0, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length, .. message];
        if (random.Next(4) == 0)
        {
            frame[random.Next(5)] = (byte)random.Next(256);
        }

        return frame;
    }

    private byte[] Spoiled(byte[] bytes)
    {
        for (var i = random.Next(3); i > 0 && bytes.Length > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(6) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private void Credential(HttpRequestHeaders headers)
    {
        var token = random.Next(8) switch
        {
            0 => null,
            1 => Good[..random.Next(Good.Length)],
            2 => Good.Replace('a', 'b'),
            3 => "egk_abcdefghijkl_" + new string('A', random.Next(60)),
            4 => Text(),
            _ => Good,
        };
        if (token is not null)
        {
            headers.TryAddWithoutValidation("authorization", Pick(["Bearer ", "Bearer ", "Bearer ", "bearer", "Basic "]) + token.Replace("\0", "", StringComparison.Ordinal));
        }
    }

    private string Path(MethodDescriptor method) => random.Next(20) == 0 ? Pick(["/egov.countries.v1.CountryService/", "/egov.countries.v1.%2e%2e/x", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/%2f", "/egov.none.v1.X/Y"]) : $"/{method.Service.FullName}/{method.Name}";

    private static HttpRequestMessage Call(Uri address, string type, Version version, byte[] body) => new(HttpMethod.Post, address)
    {
        Version = version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
    };

    private T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
