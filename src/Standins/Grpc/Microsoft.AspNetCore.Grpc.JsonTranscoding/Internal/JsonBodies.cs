using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Reads and writes bodies as JSON, by the settings of the options.</summary>
internal sealed class JsonBodies
{
    private const int LargestKeptBuffer = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? keptBuffer;

    private readonly MessageReader reader;
    private readonly MessageWriter writer;
    private readonly MessageWriter errorDetails;

    public JsonBodies(GrpcJsonTranscodingOptions options)
    {
        reader = new MessageReader(options.TypeRegistry);
        writer = new MessageWriter(options.JsonSettings, options.TypeRegistry);
        errorDetails = new MessageWriter(options.JsonSettings, TypeRegistry.FromFiles(Google.Rpc.ErrorDetailsReflection.Descriptor));
    }

    /// <summary>The message that the bytes describe; an empty body is an empty message.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT that names the fields or the place in the text.</exception>
    public IMessage Parse(ReadOnlyMemory<byte> json, MessageDescriptor type) =>
        json.Span.Trim(" \t\r\n"u8).IsEmpty ? MessagePlan.Of(type).Create() : Parse(json, () => reader.Read(json.Span, type), () => new JsonFaults(reader).Find(json, type));

    /// <summary>A message with one field, whose value stands alone in the body.</summary>
    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, MessageDescriptor)"/>
    public IMessage ParseField(ReadOnlyMemory<byte> json, FieldDescriptor field) =>
        Parse(json, () => reader.ReadField(json.Span, field), () => new JsonFaults(reader).FindInField(json, field));

    /// <summary>Buffers the message, or the value of its field, and for lines of a stream a line break.</summary>
    public void Write(HttpResponse response, IMessage message, FieldDescriptor? field, bool line)
    {
        var buffer = keptBuffer ?? new ArrayBufferWriter<byte>(4096);
        keptBuffer = null;
        using (var json = new Utf8JsonWriter(buffer, writer.Options))
        {
            if (field is null)
            {
                writer.Write(json, message);
            }
            else
            {
                writer.WriteField(json, MessagePlan.Of(field.ContainingType).Find(field.Name)!, field.Accessor.GetValue(message));
            }
        }

        if (line)
        {
            buffer.Write("\n"u8);
        }
        else
        {
            response.ContentLength = buffer.WrittenCount;
        }

        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity <= LargestKeptBuffer)
        {
            buffer.ResetWrittenCount();
            keptBuffer = buffer;
        }
    }

    /// <summary>An error's detail as text.</summary>
    /// <param name="detail">The detail, an Any.</param>
    /// <param name="isRpc">Whether its type is one of <c>google.rpc</c>, known whatever types the options name.</param>
    /// <exception cref="InvalidOperationException">The type is not known.</exception>
    public string FormatDetail(IMessage detail, bool isRpc)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var with = isRpc ? errorDetails : writer;
        using (var json = new Utf8JsonWriter(buffer, with.Options))
        {
            with.Write(json, detail);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static IMessage Parse(ReadOnlyMemory<byte> json, Func<IMessage> read, Func<IReadOnlyCollection<Google.Rpc.BadRequest.Types.FieldViolation>> explain)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw TranscodingErrors.Malformed("The body is not UTF-8.");
        }

        try
        {
            return read();
        }
        catch (JsonException e)
        {
            throw TranscodingErrors.NotJson(e);
        }
        catch (FormatException e)
        {
            try
            {
                var violations = explain();
                throw violations.Count > 0 ? TranscodingErrors.InvalidFields(violations) : TranscodingErrors.Malformed($"The body does not fit: {e.Message}");
            }
            catch (JsonException notJson)
            {
                throw TranscodingErrors.NotJson(notJson);
            }
            catch (InvalidOperationException)
            {
                // A name of the document holds half a character and cannot be told.
                throw TranscodingErrors.Malformed($"The body does not fit: {e.Message}");
            }
        }
    }
}
