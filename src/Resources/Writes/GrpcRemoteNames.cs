using Grpc.Core;
using Microsoft.AspNetCore.Http;
using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>
/// Asks the owner by its Get method, with the caller's own token and a short deadline. The method follows from the
/// type by convention (`egov.countries.v1.AgreementService/GetAgreement`), so no service references another.
/// </summary>
public sealed class GrpcRemoteNames(Func<string, CallInvoker?> owners, IHttpContextAccessor http, TimeProvider time) : IRemoteNames
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(800);
    private static readonly Marshaller<GetRequest> RequestMarshaller = Marshallers.Create(r => r.ToByteArray(), GetRequest.Parser.ParseFrom);
    private static readonly Marshaller<byte[]> AnswerMarshaller = Marshallers.Create<byte[]>(b => b, b => b);

    public async Task<IReadOnlyCollection<string>?> MissingAsync(string service, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        if (owners(service) is not { } owner)
        {
            return null;
        }

        var headers = new Metadata();
        if (http.HttpContext?.Request.Headers.Authorization.ToString() is { Length: > 0 } token)
        {
            headers.Add("authorization", token);
        }

        var options = new CallOptions(headers, time.GetUtcNow().UtcDateTime + Limit, cancellation);
        try
        {
            var answers = await Task.WhenAll(names.Select(n => ExistsAsync(owner, n, options)));
            return [.. names.Where((_, i) => !answers[i])];
        }
        catch (RpcException e) when (e.StatusCode is not StatusCode.Cancelled || !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<bool> ExistsAsync(CallInvoker owner, string name, CallOptions options)
    {
        var entry = ResourceCatalog.Find(name)!;
        var word = entry.Descriptor.Name;
        var method = new Method<GetRequest, byte[]>(MethodType.Unary, $"{entry.Descriptor.File.Package}.{word}Service", $"Get{word}", RequestMarshaller, AnswerMarshaller);
        try
        {
            using var call = owner.AsyncUnaryCall(method, null, options, new GetRequest { Name = name });
            await call.ResponseAsync;
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }
}
