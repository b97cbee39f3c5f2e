using EGovPlatform.Access;
using Npgsql;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    public async Task<int> EraseAgainAsync(ErasureLedger ledger, CancellationToken cancellation)
    {
        if (personal is null)
        {
            return 0;
        }

        var erased = 0;
        foreach (var name in await NamesOfAsync((name, wrapped) => ledger.Holds(services.Keys.Mark(name, wrapped)) || ledger.Holds(wrapped), cancellation))
        {
            var write = new WriteRequest<T>("restore", "", false, "erased before, and brought back by a restore", Caller.System(services.Service.Name), new T(), cancellation);
            await WriteAsync(name, write, async (session, current) =>
            {
                var next = current!.Message.Clone();
                personal.Hide(next);
                await session.DestroyKeyAsync(name);
                erased++;
                return await session.ChangeAsync($"{TypeWord}.erased", current, next, type.Shape.DeleteTime(current.Message) is not null);
            });
        }

        return erased;
    }

    public async Task<int> RenewKeysAsync(CancellationToken cancellation)
    {
        if (personal is null)
        {
            return 0;
        }

        var renewed = 0;
        foreach (var name in await NamesOfAsync((_, _) => true, cancellation))
        {
            await using var connection = await services.Database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if (await FindAsync(connection, sql.ReadForUpdate, name, cancellation) is { } current
                && await services.Keys.RenewAsync(connection, personal, name, current.Message.Clone(), cancellation))
            {
                renewed++;
            }

            await transaction.CommitAsync(CancellationToken.None);
        }

        return renewed;
    }

    /// <summary>People whose keys meet a condition of name and wrapped key.</summary>
    private async Task<List<string>> NamesOfAsync(Func<string, byte[], bool> holds, CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand($"select k.name, k.wrapped from person_key k join \"{type.Table}\" t on t.name = k.name order by k.name", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            if (holds(reader.GetString(0), reader.GetFieldValue<byte[]>(1)))
            {
                names.Add(reader.GetString(0));
            }
        }

        return names;
    }
}
