using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Client;

/// <summary>Lists of any length, read page by page as they are needed.</summary>
public static class Paging
{
    private const string PageToken = "page_token";
    private const string NextPageToken = "next_page_token";

    /// <summary>
    /// Every item of a list, in its order: <c>Paging.AllAsync(agreements.ListAgreementsAsync, new ListRequest(), page => page.Agreements)</c>.
    /// </summary>
    /// <param name="list">The list method of a generated client.</param>
    /// <param name="request">What is asked; not changed.</param>
    /// <param name="items">Where a page holds its items.</param>
    /// <exception cref="RpcException">A page could not be read; <see cref="EGovError.From"/> tells why.</exception>
    public static async IAsyncEnumerable<TItem> AllAsync<TRequest, TPage, TItem>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TPage>> list, TRequest request, Func<TPage, IEnumerable<TItem>> items, [EnumeratorCancellation] CancellationToken cancellation = default)
        where TRequest : class, IMessage<TRequest>
        where TPage : class, IMessage<TPage>
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(items);
        var next = request.Clone();
        var token = next.Descriptor.FindFieldByName(PageToken) ?? throw new ArgumentException($"{next.Descriptor.Name} has no {PageToken}.", nameof(request));
        do
        {
            var page = await list(next, new CallOptions(cancellationToken: cancellation));
            foreach (var item in items(page))
            {
                yield return item;
            }

            token.Accessor.SetValue(next, page.Descriptor.FindFieldByName(NextPageToken).Accessor.GetValue(page));
        }
        while (token.Accessor.GetValue(next) is not "");
    }
}
