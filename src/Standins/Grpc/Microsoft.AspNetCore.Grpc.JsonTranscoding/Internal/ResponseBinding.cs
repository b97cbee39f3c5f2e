using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Which part of an answer is the body: the message, or the one field the rule names.</summary>
internal sealed class ResponseBinding
{
    private readonly FieldDescriptor? field;
    private readonly JsonBodies json;

    /// <exception cref="InvalidOperationException">The rule names a field that the answer does not have.</exception>
    public ResponseBinding(MethodDescriptor method, HttpRule rule, JsonBodies json)
    {
        this.json = json;
        if (rule.ResponseBody.Length > 0)
        {
            field = method.OutputType.FindFieldByName(rule.ResponseBody)
                ?? throw new InvalidOperationException($"HTTP rule of {method.FullName}: response body '{rule.ResponseBody}' is no field of {method.OutputType.FullName}.");
        }
    }

    /// <summary>Buffers the answer and sets its content type; the caller flushes.</summary>
    /// <param name="line">One line of a stream.</param>
    public void Write(HttpResponse response, object message, bool line)
    {
        if ((field is null ? message : field.Accessor.GetValue((IMessage)message)) is HttpBody raw)
        {
            // A file or a page: the method names its type and gives its bytes.
            response.ContentType ??= raw.ContentType.Length > 0 ? raw.ContentType : null;
            raw.Data.Span.CopyTo(response.BodyWriter.GetSpan(raw.Data.Length));
            response.BodyWriter.Advance(raw.Data.Length);
            return;
        }

        response.ContentType ??= line ? "application/x-ndjson" : "application/json";
        json.Write(response, (IMessage)message, field, line);
    }
}
