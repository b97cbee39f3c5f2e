using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Hosting;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Npgsql;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Puts changes of the past in line once more, read from their owner's log page by page.</summary>
internal sealed class Replayer(NpgsqlDataSource database, OwnerLogs logs, WebhookEnqueuer enqueuer, OperationRunner operations)
{
    public static readonly IReadOnlyList<string> Sources = ["activities", "countries", "reporting", "training"];
    private const int PageSize = 500;

    public Task<Operation> StartAsync(ReplayWebhookRequest request)
    {
        if (request.AfterPosition < 0 || !Sources.Contains(request.Service))
        {
            throw request.AfterPosition < 0
                ? Errors.InvalidField("after_position", "NOT_NEGATIVE", "after_position must not be negative.")
                : Errors.InvalidField("service", "UNKNOWN_SERVICE", $"service is one of {string.Join(", ", Sources)}.");
        }

        // The mark lets one event be sent once in this replay, whatever was sent before.
        var mark = Guid.CreateVersion7().ToString();
        return operations.StartAsync("replay", async (report, stop) =>
        {
            for (long position = request.AfterPosition, last = long.MaxValue; position < last;)
            {
                var page = await logs.PullAsync(request.Service, position, PageSize, stop);
                await using (var connection = await database.OpenConnectionAsync(stop))
                {
                    await enqueuer.AddAsync(connection, page.Changes, request.Name, mark, stop);
                }

                (position, last) = (page.NextPosition, Math.Min(last, page.LastPosition));
                await report(Math.Max(0, position - request.AfterPosition), Math.Max(0, last - request.AfterPosition));
            }

            return null;
        });
    }
}
