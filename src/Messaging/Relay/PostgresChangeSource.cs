using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Log;
using EGovPlatform.Resources.Changes;
using Npgsql;

namespace EGovPlatform.Messaging.Relay;

/// <summary>The log in this service's database. Every call is a short transaction of its own.</summary>
public sealed class PostgresChangeSource(NpgsqlDataSource database, MessagingOptions options) : IChangeSource
{
    private const string Reader = "relay";

    public async Task<IReadOnlyList<Change>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await ChangeRows.ReadAsync(connection, options.Service, after, limit, types: null, cancellation);
    }

    public async Task<long> PositionAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await Cursors.ReadAsync(connection, Reader, cancellation);
    }

    public async Task AdvanceAsync(long position, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Cursors.AdvanceAsync(connection, Reader, position, cancellation);
    }

    public async Task ParkAsync(Change change, string reason, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await ParkedRows.InsertAsync(connection, "out", change, reason, cancellation);
    }
}
