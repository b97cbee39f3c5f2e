using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Runtime.Serialization;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using MassTransit;
using MassTransit.Serialization;

namespace EGovPlatform.Messaging.Broker;

/// <summary>
/// Puts the plain protobuf bytes of <see cref="ChangesCommitted"/> on the wire, without MassTransit's envelope, so that
/// applications in any language read it with our proto files alone.
/// </summary>
internal sealed class ProtobufSerializer : ISerializerFactory, IMessageSerializer, IMessageDeserializer
{
    /// <summary>Registered media type of protobuf, with the message's name as parameter.</summary>
    public const string MediaType = "application/x-protobuf";

    public ContentType ContentType { get; } = new($"{MediaType}; proto={ChangesCommitted.Descriptor.FullName}");

    public IMessageSerializer CreateSerializer() => this;

    public IMessageDeserializer CreateDeserializer() => this;

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class =>
        new BytesMessageBody(((IMessage)context.Message).ToByteArray());

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public ConsumeContext Deserialize(ReceiveContext receiveContext) => new BodyConsumeContext(
        receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        try
        {
            return new Context(this, headers, destinationAddress, ChangesCommitted.Parser.ParseFrom(body.GetBytes()));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SerializationException("The message is not ChangesCommitted.", e);
        }
    }

    public void Probe(ProbeContext context) => context.CreateScope("protobuf");

    private sealed class Context(ProtobufSerializer serializer, Headers headers, Uri? destination, ChangesCommitted message)
        : RawMessageContext(headers, destination, RawSerializerOptions.CopyHeaders), SerializerContext
    {
        public string[] SupportedMessageTypes { get; } = [MessageUrn.ForTypeString<ChangesCommitted>()];

        public bool IsSupportedMessageType<T>()
            where T : class => IsSupportedMessageType(typeof(T));

        public bool IsSupportedMessageType(Type messageType) => messageType == typeof(ChangesCommitted);

        public bool TryGetMessage<T>(out T? found)
            where T : class => (found = message as T) is not null;

        public bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? found) =>
            (found = messageType.IsInstanceOfType(message) ? message : null) is not null;

        public IMessageSerializer GetMessageSerializer() => serializer;

        public IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T overlay)
            where T : class => serializer;

        public IMessageSerializer GetMessageSerializer(object content, string[] messageTypes) => serializer;

        public Dictionary<string, object> ToDictionary<T>(T? content)
            where T : class => [];

        public T? DeserializeObject<T>(object? value, T? defaultValue = null)
            where T : class => value as T ?? defaultValue;

        public T? DeserializeObject<T>(object? value, T? defaultValue = null)
            where T : struct => value as T? ?? defaultValue;

        public MessageBody SerializeObject(object? value) =>
            new BytesMessageBody(value is IMessage content ? content.ToByteArray() : null);
    }
}
