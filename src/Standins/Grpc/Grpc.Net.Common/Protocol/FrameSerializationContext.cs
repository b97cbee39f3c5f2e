using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Protocol;

/// <summary>
/// Writes one length-prefixed message into a buffer. A message that fits what the buffer gives at once is handed over
/// with its header in one piece, when it is complete.
/// </summary>
internal sealed class FrameSerializationContext : SerializationContext, IBufferWriter<byte>
{
    public const int HeaderSize = 5;

    // Serializers run to their end on one thread, so one object serves them all.
    [ThreadStatic]
    private static FrameSerializationContext? idle;

    private IBufferWriter<byte> target = null!;
    private int? maxSize;
    private int? declaredLength;
    private ArrayBufferWriter<byte>? undeclared;
    private Memory<byte> piece;
    private int written;
    private bool inPiece;
    private bool completed;

    /// <summary>True when a frame was begun and its payload never completed: what went out is then unusable.</summary>
    public bool IsBroken { get; private set; }

    public static void Write<T>(IBufferWriter<byte> target, T message, Marshaller<T> marshaller, int? maxSize, out bool broken)
    {
        var context = idle ?? new FrameSerializationContext();
        idle = null;
        (context.target, context.maxSize) = (target, maxSize);
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
            context.Reset();
            idle = context;
        }
    }

    public override void SetPayloadLength(int payloadLength) => declaredLength = payloadLength;

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (declaredLength is not { } length)
        {
            return undeclared ??= new ArrayBufferWriter<byte>();
        }

        CheckSize(length);
        // A pipe has its own segments; a plain buffer grows once, to what the message needs.
        piece = target.GetMemory(target is PipeWriter ? HeaderSize : HeaderSize + length);
        if (piece.Length >= HeaderSize + length)
        {
            (inPiece, written) = (true, HeaderSize);
            return this;
        }

        WriteHeader(length);
        IsBroken = true;
        return target;
    }

    public override void Complete(byte[] payload)
    {
        CheckSize(payload.Length);
        WriteHeader(payload.Length);
        target.Write(payload);
        completed = true;
    }

    public override void Complete()
    {
        if (inPiece)
        {
            CompletePiece();
        }
        else if (undeclared is not null)
        {
            CheckSize(undeclared.WrittenCount);
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

    void IBufferWriter<byte>.Advance(int count)
    {
        if (inPiece)
        {
            written += count;
        }
        else
        {
            target.Advance(count);
        }
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Holds(sizeHint) ? piece[written..] : target.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Holds(sizeHint) ? piece.Span[written..] : target.GetSpan(sizeHint);

    private static void Put(Span<byte> header, int length)
    {
        header[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
    }

    // A serializer may ask for more room than it declared to need: then what is there goes out, and the rest by the buffer.
    private bool Holds(int sizeHint)
    {
        if (inPiece && sizeHint > piece.Length - written)
        {
            Put(piece.Span, declaredLength!.Value);
            target.Advance(written);
            (inPiece, IsBroken) = (false, true);
        }

        return inPiece;
    }

    private void CompletePiece()
    {
        if (written != HeaderSize + declaredLength)
        {
            throw new InvalidOperationException($"The serializer wrote {written - HeaderSize} bytes and declared {declaredLength}.");
        }

        Put(piece.Span, written - HeaderSize);
        target.Advance(written);
    }

    private void CheckSize(int length)
    {
        if (length > maxSize)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Sending message of {length} bytes exceeds the maximum of {maxSize} bytes."));
        }
    }

    private void WriteHeader(int length)
    {
        Put(target.GetSpan(HeaderSize), length);
        target.Advance(HeaderSize);
    }

    private void Reset()
    {
        (target, maxSize, declaredLength, undeclared) = (null!, null, null, null);
        (piece, written, inPiece, completed, IsBroken) = (default, 0, false, false, false);
    }
}
