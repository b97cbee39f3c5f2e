using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Where the parts of a request message come from: path, query string and body, as one HTTP rule says.</summary>
internal sealed class RequestBinding
{
    private readonly MessageDescriptor type;
    private readonly List<(HttpPathVariable Variable, FieldPath Field)> pathFields = [];
    private readonly HttpRoute route;

    /// <exception cref="InvalidOperationException">The rule names a field that the request does not have or that cannot stand there.</exception>
    public RequestBinding(MethodDescriptor method, HttpRule rule, HttpRoute route)
    {
        type = method.InputType;
        this.route = route;
        foreach (var variable in route.Variables)
        {
            var field = FieldPath.Find(type, variable.FieldPath);
            if (field is null || field.Field.IsRepeated || !ScalarText.CanParse(field.Field))
            {
                throw Broken(method, $"path variable '{variable.FieldPath}' is no single scalar field of {type.FullName}");
            }

            pathFields.Add((variable, field));
        }

        WholeBody = rule.Body == "*";
        if (!WholeBody && rule.Body.Length > 0)
        {
            BodyField = type.FindFieldByName(rule.Body)
                ?? throw Broken(method, $"body field '{rule.Body}' is no field of {type.FullName}");
        }

        IsRaw = WholeBody ? IsHttpBody(type)
            : BodyField is { IsRepeated: false, FieldType: FieldType.Message } && IsHttpBody(BodyField.MessageType);
    }

    /// <summary>The body is the whole request, so the query string must be empty.</summary>
    public bool WholeBody { get; }

    /// <summary>The body is this field of the request.</summary>
    public FieldDescriptor? BodyField { get; }

    /// <summary>The body is no JSON but a <see cref="HttpBody"/>: bytes of any type, as they come.</summary>
    public bool IsRaw { get; }

    public bool HasBody => WholeBody || BodyField is not null;

    /// <exception cref="RpcException">INVALID_ARGUMENT that names all wrong fields of path and query, or those of the body.</exception>
    public IMessage Read(HttpContext http, ReadOnlyMemory<byte> body, JsonBodies json)
    {
        var message = IsRaw ? Wrap(http.Request, body)
            : WholeBody ? json.Parse(body, type)
            : BodyField is not null && !body.IsEmpty ? json.ParseField(body, BodyField)
            : type.Parser.ParseFrom(ByteString.Empty);

        var faults = new List<BadRequest.Types.FieldViolation>();
        foreach (var (variable, field) in pathFields)
        {
            Try(faults, field.Name, () => field.Set(message, ScalarText.Parse(field.Field, route.Value(variable, http.Request.RouteValues))));
        }

        foreach (var (name, values) in http.Request.Query)
        {
            // Names with a dollar sign are parameters of the system, not of the method.
            if (!name.StartsWith('$'))
            {
                Try(faults, name, () => BindQuery(message, name, values));
            }
        }

        return faults.Count == 0 ? message : throw TranscodingErrors.InvalidFields(faults);
    }

    private IMessage Wrap(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var raw = new HttpBody { ContentType = request.ContentType ?? "", Data = UnsafeByteOperations.UnsafeWrap(body) };
        if (BodyField is null)
        {
            return raw;
        }

        var message = type.Parser.ParseFrom(ByteString.Empty);
        BodyField.Accessor.SetValue(message, raw);
        return message;
    }

    private void BindQuery(IMessage message, string name, IReadOnlyList<string?> values)
    {
        if (WholeBody)
        {
            throw new FormatException("This method takes its parameters in the body.");
        }

        var field = FieldPath.Find(type, name) ?? throw new FormatException($"{type.FullName} has no such field.");
        if (!ScalarText.CanParse(field.Field))
        {
            throw new FormatException($"A {field.Field.MessageType.FullName} cannot stand in the query string; name its fields.");
        }

        if (InBody(field.Name) || pathFields.Exists(p => p.Field.Name == field.Name))
        {
            throw new FormatException("The path or the body gives this field.");
        }

        if (!field.Field.IsRepeated)
        {
            var text = values is [{ } only] ? only : throw new FormatException("Only one value is allowed.");
            field.Set(message, ScalarText.Parse(field.Field, text));
            return;
        }

        foreach (var value in values)
        {
            field.Add(message, ScalarText.Parse(field.Field, value ?? ""));
        }
    }

    private bool InBody(string name) =>
        BodyField is not null
        && name.StartsWith(BodyField.Name, StringComparison.Ordinal)
        && (name.Length == BodyField.Name.Length || name[BodyField.Name.Length] == '.');

    private static void Try(List<BadRequest.Types.FieldViolation> faults, string name, Action bind)
    {
        try
        {
            bind();
        }
        catch (FormatException e)
        {
            faults.Add(new BadRequest.Types.FieldViolation { Field = name, Description = e.Message });
        }
    }

    private static bool IsHttpBody(MessageDescriptor message) => message.FullName == HttpBody.Descriptor.FullName;

    private static InvalidOperationException Broken(MethodDescriptor method, string what) => new($"HTTP rule of {method.FullName}: {what}.");
}
