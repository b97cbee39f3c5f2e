using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Protocol;

/// <summary>Writes one length-prefixed message into a buffer.</summary>
internal sealed class FrameSerializationContext(IBufferWriter<byte> target, int? maxSize) : SerializationContext
{
    public const int HeaderSize = 5;

    private int? declaredLength;
    private ArrayBufferWriter<byte>? undeclared;
    private bool completed;

    /// <summary>True when a frame was begun and its payload never completed: what went out is then unusable.</summary>
    public bool IsBroken { get; private set; }

    public static void Write<T>(IBufferWriter<byte> target, T message, Marshaller<T> marshaller, int? maxSize, out bool broken)
    {
        var context = new FrameSerializationContext(target, maxSize);
        try
        {
            marshaller.ContextualSerializer(message, context);
            if (!context.completed)
            {
                throw new InvalidOperationException("The serializer did not complete the message.");
            }
        }
        finally
        {
            broken = context.IsBroken;
        }
    }

    public override void SetPayloadLength(int payloadLength) => declaredLength = payloadLength;

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (declaredLength is not { } length)
        {
            return undeclared ??= new ArrayBufferWriter<byte>();
        }

        WriteHeader(length);
        IsBroken = true;
        return target;
    }

    public override void Complete(byte[] payload)
    {
        WriteHeader(payload.Length);
        target.Write(payload);
        completed = true;
    }

    public override void Complete()
    {
        if (undeclared is not null)
        {
            WriteHeader(undeclared.WrittenCount);
            target.Write(undeclared.WrittenSpan);
        }
        else if (!IsBroken)
        {
            throw new InvalidOperationException("The serializer completed the message before it took a buffer.");
        }

        IsBroken = false;
        completed = true;
    }

    private void WriteHeader(int length)
    {
        if (length > maxSize)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Sending message of {length} bytes exceeds the maximum of {maxSize} bytes."));
        }

        // A pipe has its own segments; a plain buffer grows once, to what the message needs.
        var header = target.GetSpan(target is PipeWriter ? HeaderSize : HeaderSize + length);
        header[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        target.Advance(HeaderSize);
    }
}
