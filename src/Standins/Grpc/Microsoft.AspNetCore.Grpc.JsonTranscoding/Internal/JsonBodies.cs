using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Reads and writes messages as JSON, by one pair of settings.</summary>
internal sealed class JsonBodies
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JsonParser parser;

    public JsonBodies(GrpcJsonTranscodingOptions options)
    {
        if (!options.JsonSettings.WriteInt64sAsStrings)
        {
            throw new NotSupportedException("JsonSettings.WriteInt64sAsStrings = false is not supported: the protobuf JSON mapping writes 64-bit integers as strings.");
        }

        var settings = JsonFormatter.Settings.Default
            .WithFormatDefaultValues(!options.JsonSettings.IgnoreDefaultValues)
            .WithFormatEnumsAsIntegers(options.JsonSettings.WriteEnumsAsIntegers)
            .WithIndentation(options.JsonSettings.WriteIndented ? "  " : null);
        parser = new JsonParser(JsonParser.Settings.Default.WithTypeRegistry(options.TypeRegistry));
        Formatter = new JsonFormatter(settings.WithTypeRegistry(options.TypeRegistry));
        ErrorDetailFormatter = new JsonFormatter(settings.WithTypeRegistry(TypeRegistry.FromFiles(Google.Rpc.ErrorDetailsReflection.Descriptor)));
    }

    public JsonFormatter Formatter { get; }

    /// <summary>Knows the error details of <c>google.rpc</c>, whatever types the options name.</summary>
    public JsonFormatter ErrorDetailFormatter { get; }

    /// <summary>The message that the bytes describe; an empty body is an empty message.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT that names the fields or the place in the text.</exception>
    public IMessage Parse(ReadOnlyMemory<byte> json, MessageDescriptor type)
    {
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return type.Parser.ParseFrom(ByteString.Empty);
        }

        try
        {
            return parser.Parse(StrictUtf8.GetString(json.Span), type);
        }
        catch (DecoderFallbackException)
        {
            throw TranscodingErrors.Malformed("The body is not UTF-8.");
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            throw Explain(json, type, e);
        }
    }

    /// <summary>A message with one field, whose value stands alone in the body.</summary>
    public IMessage ParseField(ReadOnlyMemory<byte> json, FieldDescriptor field)
    {
        if (field is { FieldType: FieldType.Message, IsRepeated: false })
        {
            var message = field.ContainingType.Parser.ParseFrom(ByteString.Empty);
            field.Accessor.SetValue(message, Parse(json, field.MessageType));
            return message;
        }

        try
        {
            // The parser reads messages only; checking first that the body is one value keeps it inside its field.
            JsonDocument.Parse(json).Dispose();
        }
        catch (JsonException e)
        {
            throw TranscodingErrors.NotJson(e);
        }

        byte[] wrapped = [.. Encoding.UTF8.GetBytes($"{{\"{field.JsonName}\":"), .. json.Span, (byte)'}'];
        return Parse(wrapped, field.ContainingType);
    }

    /// <summary>Writes the value and, for lines of a stream, a line break.</summary>
    public void Write(HttpResponse response, object? value, bool line = false)
    {
        var text = value switch
        {
            IMessage message => Formatter.Format(message),
            null => "null",
            _ => FormatValue(value),
        };
        Encoding.UTF8.GetBytes(text, response.BodyWriter);
        if (line)
        {
            response.BodyWriter.Write("\n"u8);
        }
    }

    private string FormatValue(object value)
    {
        using var writer = new StringWriter();
        Formatter.WriteValue(writer, value);
        return writer.ToString();
    }

    private RpcException Explain(ReadOnlyMemory<byte> json, MessageDescriptor type, Exception fault)
    {
        try
        {
            var violations = new JsonFaults(parser).Find(json, type);
            return violations.Count > 0
                ? TranscodingErrors.InvalidFields(violations)
                : TranscodingErrors.Malformed($"The body is no {type.FullName}: {fault.Message}");
        }
        catch (JsonException e)
        {
            return TranscodingErrors.NotJson(e);
        }
    }
}
