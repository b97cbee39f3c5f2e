using EGovPlatform.Common.V1;
using Npgsql;

namespace EGovPlatform.Messaging.Consumers;

/// <summary>
/// Applies changes of other services to this service's database. The same change may come again and an older one after
/// a newer one: compare <see cref="Change.Version"/> and ignore what is not higher.
/// </summary>
public interface IChangeHandler
{
    /// <summary>
    /// Applies changes of one source on a connection with an open transaction, which the caller commits together with
    /// the position reached. An exception that is no database outage parks the change that causes it.
    /// </summary>
    Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, CancellationToken cancellation);
}
