using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.Standins.Grpc.Tests.Transcoding;

/// <summary>Makes messages of any type by its descriptor, each with some of its fields set.</summary>
internal sealed class RandomMessages(Random random, IReadOnlyList<MessageDescriptor> anyTypes)
{
    private static readonly string[] Texts = ["", "a", "없음", "<b>&'\"\\\n\t\0", "😈 é", "2018-05-28T09:00:00Z", "null", "+/=", new('x', 300)];

    public IMessage Make(MessageDescriptor type, int depth)
    {
        var message = (IMessage)Activator.CreateInstance(type.ClrType)!;
        switch (message)
        {
            case Timestamp time:
                (time.Seconds, time.Nanos) = (random.NextInt64(-62_135_596_800, 253_402_300_800), Nanos());
                return message;
            case Duration duration:
                var sign = random.Next(2) == 0 ? 1 : -1;
                (duration.Seconds, duration.Nanos) = (sign * random.NextInt64(0, 315_576_000_000), sign * Nanos());
                return message;
            case FieldMask mask:
                mask.Paths.Add(Enumerable.Range(0, random.Next(4)).Select(_ => Pick(["name", "display_name", "author.given_name", "a.b_c.d"])));
                return message;
            case Value value:
                Fill(value, depth);
                return message;
            case Struct structure:
                // The library writes no empty names here, valid as they are.
                for (var i = random.Next(3); i > 0; i--)
                {
                    structure.Fields[$"n{i} {Pick(Texts)}"] = (Value)Make(Value.Descriptor, depth - 1);
                }

                return message;
            case Any any:
                var inner = Make(anyTypes[random.Next(anyTypes.Count)], depth - 1);
                (any.TypeUrl, any.Value) = ($"type.googleapis.com/{inner.Descriptor.FullName}", inner.ToByteString());
                return message;
        }

        foreach (var field in type.Fields.InFieldNumberOrder().Where(_ => random.Next(3) > 0))
        {
            Set(message, field, depth);
        }

        return message;
    }

    private void Set(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.FieldType == FieldType.Message && depth <= 0 && !field.IsMap)
        {
            return;
        }

        if (field.IsMap)
        {
            var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            var map = (IDictionary)field.Accessor.GetValue(message);
            for (var i = random.Next(3); i > 0 && (value.FieldType != FieldType.Message || depth > 0); i--)
            {
                map[Scalar(key)] = One(value, depth);
            }
        }
        else if (field.IsRepeated)
        {
            var list = (IList)field.Accessor.GetValue(message);
            for (var i = random.Next(4); i > 0; i--)
            {
                list.Add(One(field, depth));
            }
        }
        else
        {
            field.Accessor.SetValue(message, One(field, depth));
        }
    }

    private object One(FieldDescriptor field, int depth) =>
        field.FieldType is not (FieldType.Message or FieldType.Group) ? Scalar(field)
        : field.MessageType.File == WrappersReflection.Descriptor ? Scalar(field.MessageType.FindFieldByNumber(1))
        : Make(field.MessageType, depth - 1);

    private void Fill(Value value, int depth)
    {
        switch (random.Next(depth > 0 ? 6 : 4))
        {
            case 0: value.NullValue = NullValue.NullValue; break;
            case 1: value.NumberValue = random.NextDouble() * 1e6; break;
            case 2: value.StringValue = Pick(Texts); break;
            case 3: value.BoolValue = random.Next(2) == 0; break;
            case 4: value.StructValue = (Struct)Make(Struct.Descriptor, depth - 1); break;
            default: value.ListValue = (ListValue)Make(ListValue.Descriptor, depth - 1); break;
        }
    }

    // A field's accessor takes the number of an enum value.
    private object Scalar(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => random.Next(2) == 0,
        FieldType.String => Pick(Texts) + (random.Next(2) == 0 ? random.Next(100).ToString(CultureInfo.InvariantCulture) : ""),
        FieldType.Bytes => ByteString.CopyFrom(Bytes()),
        FieldType.Double => Pick([0d, 1.5, 1e300, -1e-300, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, random.NextDouble()]),
        FieldType.Float => Pick([0f, 1.5f, 1e30f, float.MaxValue, float.Epsilon, float.NaN, float.NegativeInfinity, random.NextSingle()]),
        FieldType.Enum => random.Next(8) == 0 && field.EnumType.FullName != "google.protobuf.NullValue" ? 9876 : Pick(field.EnumType.Values).Number,
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Pick([0L, 1L, -1L, long.MinValue, long.MaxValue, random.NextInt64()]),
        FieldType.UInt64 or FieldType.Fixed64 => Pick([0UL, 1UL, ulong.MaxValue, (ulong)random.NextInt64()]),
        FieldType.UInt32 or FieldType.Fixed32 => Pick([0u, 1u, uint.MaxValue, (uint)random.Next()]),
        _ => (object)Pick([0, 1, -1, int.MinValue, int.MaxValue, random.Next()]),
    };

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private int Nanos() => Pick([0, 1, 1_000, 1_000_000, 120_000_000, 999_999_999, random.Next(1_000_000_000)]);

    private T Pick<T>(IList<T> values) => values[random.Next(values.Count)];
}
