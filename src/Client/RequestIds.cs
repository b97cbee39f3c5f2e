using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EGovPlatform.Client;

/// <summary>Gives each write that can carry a <c>request_id</c> and has none a new one, so that trying again writes once (AIP-155).</summary>
internal sealed class RequestIds : Interceptor
{
    private const string Field = "request_id";

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Identified(request), context);

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Identified(request), context);

    private static TRequest Identified<TRequest>(TRequest request)
        where TRequest : class
    {
        if (request is not IMessage message || message.Descriptor.FindFieldByName(Field) is not { FieldType: FieldType.String, IsRepeated: false } field
            || field.Accessor.GetValue(message) is not "")
        {
            return request;
        }

        // The caller's own message stays as it is: sent once more on purpose, it is another request.
        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteString());
        field.Accessor.SetValue(copy, Guid.NewGuid().ToString());
        return (TRequest)copy;
    }
}
