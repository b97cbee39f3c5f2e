using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal.Json;

/// <summary>Reads values that are not messages, in all forms the protobuf JSON mapping allows.</summary>
internal static class ScalarReader
{
    /// <exception cref="FormatException">The token is no value of the field.</exception>
    public static object Read(ref Utf8JsonReader reader, FieldDescriptor field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return FromText(Text(ref reader), field);
            case JsonTokenType.Number:
                return FromNumber(ref reader, field);
            case JsonTokenType.True or JsonTokenType.False when field.FieldType == FieldType.Bool:
                return reader.TokenType == JsonTokenType.True;
            case JsonTokenType.Null when field.FieldType == FieldType.Enum:
                return 0;
            default:
                throw Wrong(field);
        }
    }

    /// <exception cref="FormatException">The token holds half of a surrogate pair.</exception>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A text holds half a character.", e);
        }
    }

    private static object FromText(string text, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Enum => field.EnumType.FindValueByName(text)?.Number ?? throw Wrong(field),
        FieldType.Bool => throw Wrong(field),
        _ when text.Length == 0 && field.FieldType != FieldType.Bytes => throw Wrong(field),
        _ => Finite(ScalarText.Parse(field, text), field, text.EndsWith("Infinity", StringComparison.Ordinal) || text == "NaN"),
    };

    private static object FromNumber(ref Utf8JsonReader reader, FieldDescriptor field)
    {
        switch (field.FieldType)
        {
            case FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 or FieldType.Enum:
                return reader.TryGetInt32(out var int32) ? int32 : (int)Whole(ref reader, field, int.MinValue, int.MaxValue);
            case FieldType.UInt32 or FieldType.Fixed32:
                return reader.TryGetUInt32(out var uint32) ? uint32 : (uint)Whole(ref reader, field, 0, uint.MaxValue);
            case FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64:
                return reader.TryGetInt64(out var int64) ? int64 : (long)Whole(ref reader, field, long.MinValue, long.MaxValue);
            case FieldType.UInt64 or FieldType.Fixed64:
                return reader.TryGetUInt64(out var uint64) ? uint64 : (ulong)Whole(ref reader, field, 0, ulong.MaxValue);
            case FieldType.Double:
                return Finite(reader.GetDouble(), field, notFinite: false);
            case FieldType.Float:
                return Finite((float)reader.GetDouble(), field, notFinite: false);
            default:
                throw Wrong(field);
        }
    }

    // Such as 1e3 or 5.0.
    private static decimal Whole(ref Utf8JsonReader reader, FieldDescriptor field, decimal least, decimal most) =>
        reader.TryGetDecimal(out var number) && decimal.IsInteger(number) && number >= least && number <= most ? number : throw Wrong(field);

    private static object Finite(object value, FieldDescriptor field, bool notFinite) =>
        notFinite || value is not (double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity)
            ? value
            : throw Wrong(field);

    private static FormatException Wrong(FieldDescriptor field) => new($"{ScalarText.Expected(field)} is expected for '{field.Name}'.");
}
