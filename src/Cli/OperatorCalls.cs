using EGovPlatform.Common.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Cli;

/// <summary>The OperatorService of any service: all five are alike but for their package, `egov.SERVICE.v1.OperatorService`.</summary>
internal sealed class OperatorCalls(CallInvoker invoker, string service)
{
    public Task<ListParkedChangesResponse> ListAsync(string pageToken, CancellationToken cancellation) =>
        CallAsync("ListParkedChanges", new ListParkedChangesRequest { PageToken = pageToken }, ListParkedChangesResponse.Parser, cancellation);

    public Task<RetryParkedChangeResponse> RetryAsync(string name, CancellationToken cancellation) =>
        CallAsync("RetryParkedChange", new RetryParkedChangeRequest { Name = name }, RetryParkedChangeResponse.Parser, cancellation);

    public Task<DropParkedChangeResponse> DropAsync(string name, string reason, CancellationToken cancellation) =>
        CallAsync("DropParkedChange", new DropParkedChangeRequest { Name = name, Reason = reason }, DropParkedChangeResponse.Parser, cancellation);

    public Task<MessagingStatus> StatusAsync(CancellationToken cancellation) =>
        CallAsync("GetMessagingStatus", new GetMessagingStatusRequest(), MessagingStatus.Parser, cancellation);

    /// <summary>When the change after a position was recorded; null when there is none.</summary>
    public async Task<DateTime?> RecordedAfterAsync(long position, CancellationToken cancellation)
    {
        var page = await CallAsync("ListChanges", new ListChangesRequest { AfterPosition = position, PageSize = 1 }, ListChangesResponse.Parser, cancellation, "ChangeService");
        return page.Changes.Count > 0 ? page.Changes[0].RecordedTime.ToDateTime() : null;
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        string method, TRequest request, MessageParser<TResponse> parser, CancellationToken cancellation, string of = "OperatorService")
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        var called = new Method<TRequest, TResponse>(MethodType.Unary, $"egov.{service}.v1.{of}", method,
            Marshallers.Create(m => m.ToByteArray(), new MessageParser<TRequest>(() => new TRequest()).ParseFrom),
            Marshallers.Create(m => m.ToByteArray(), parser.ParseFrom));
        using var call = invoker.AsyncUnaryCall(called, null, new CallOptions(cancellationToken: cancellation), request);
        return await call.ResponseAsync;
    }
}
