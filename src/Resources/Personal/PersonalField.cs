using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Resources;

/// <summary>The one sub-message of a type that holds personal data, and the bytes field stored in its place.</summary>
internal sealed class PersonalField
{
    private readonly FieldDescriptor plain;
    private readonly FieldDescriptor seal;

    private PersonalField(FieldDescriptor plain, FieldDescriptor seal)
    {
        this.plain = plain;
        this.seal = seal;
    }

    public string Name => plain.Name;

    /// <summary>The personal field of a message; null when it has none.</summary>
    public static PersonalField? Of(MessageDescriptor descriptor)
    {
        var marked = descriptor.Fields.InDeclarationOrder().Where(f => f.GetOptions()?.GetExtension(PolicyExtensions.Personal) == true).ToList();
        if (marked.Count == 0)
        {
            return null;
        }

        var sealing = descriptor.FindFieldByName("sealed");
        return marked.Count == 1 && sealing?.FieldType == FieldType.Bytes
            ? new PersonalField(marked[0], sealing)
            : throw new InvalidOperationException($"{descriptor.FullName}: one personal sub-message and a `bytes sealed` field beside it are needed.");
    }

    public IMessage? Plain(IMessage message) => (IMessage?)plain.Accessor.GetValue(message);

    public ByteString Sealed(IMessage message) => (ByteString)seal.Accessor.GetValue(message);

    /// <summary>Puts sealed bytes in place of the plain message.</summary>
    public void Seal(IMessage message, ByteString bytes)
    {
        plain.Accessor.Clear(message);
        seal.Accessor.SetValue(message, bytes);
    }

    /// <summary>Puts the plain message in place of the sealed bytes.</summary>
    public void Open(IMessage message, ReadOnlySpan<byte> bytes)
    {
        plain.Accessor.SetValue(message, plain.MessageType.Parser.ParseFrom(bytes));
        seal.Accessor.Clear(message);
    }

    /// <summary>Removes both, for a caller who may not see them.</summary>
    public void Hide(IMessage message)
    {
        plain.Accessor.Clear(message);
        seal.Accessor.Clear(message);
    }
}
