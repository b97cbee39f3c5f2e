using EGovPlatform.Access;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    /// <summary>
    /// Holds one record and writes others in the same transaction, of whatever type: all or nothing. The held record itself
    /// changes when <paramref name="work"/> says how, in the past tense; null leaves it.
    /// </summary>
    public Task<T> ActAsync(Act act, Func<T, Neighbors, Joint, Task<string?>> work)
    {
        ArgumentNullException.ThrowIfNull(act);
        CheckName(act.Name);
        return WriteAsync(act.Name, WriteRequest<T>.Of(act), async (session, current) =>
        {
            CheckLive(current ?? throw Errors.NotFound(act.Name), act.Etag);
            var next = await session.OpenedAsync(current.Message);
            return await work(next, session.Neighbors, session.Joint(act)) is { } verb ? await session.ChangeAsync($"{TypeWord}.{verb}", current, next) : current.Message;
        });
    }

    /// <summary>Creates or changes one record from what is stored of it, null for nothing, and of its neighbors.</summary>
    public Task<T> MakeAsync(Act act, Func<T?, Neighbors, Task<T>> make)
    {
        ArgumentNullException.ThrowIfNull(act);
        CheckName(act.Name);
        return WriteAsync(act.Name, WriteRequest<T>.Of(act), async (session, current) =>
        {
            if (current is null)
            {
                return await session.CreateAsync(await make(null, session.Neighbors), act.Name);
            }

            CheckLive(current, act.Etag);
            return await session.ChangeAsync("updated", current, await make(await session.OpenedAsync(current.Message), session.Neighbors));
        });
    }

    internal async Task<T> CreateWithinAsync(NpgsqlConnection connection, Act act, string name, T resource)
    {
        CheckName(name);
        var session = new WriteSession(this, connection, WriteRequest<T>.Of(act));
        var created = await session.LockAsync(name) is null ? await session.CreateAsync(resource.Clone(), name) : throw Errors.AlreadyExists(name);
        await session.SendAsync();
        return created;
    }

    internal async Task<T> ChangeWithinAsync(NpgsqlConnection connection, Act act, string name, Func<T, string> change)
    {
        CheckName(name);
        var session = new WriteSession(this, connection, WriteRequest<T>.Of(act));
        var current = await session.LockAsync(name) ?? throw Errors.NotFound(name);
        CheckLive(current, "");
        var next = await session.OpenedAsync(current.Message);
        var changed = await session.ChangeAsync($"{TypeWord}.{change(next)}", current, next);
        await session.SendAsync();
        return changed;
    }
}

/// <summary>Writes of other records in the transaction of one.</summary>
public sealed class Joint
{
    private readonly NpgsqlConnection connection;
    private readonly Act act;

    internal Joint(NpgsqlConnection connection, Act act)
    {
        this.connection = connection;
        this.act = act;
    }

    /// <summary>Adds a record.</summary>
    public Task<TOther> CreateAsync<TOther>(Resource<TOther> store, string name, TOther resource) where TOther : class, IMessage<TOther>, new()
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.CreateWithinAsync(connection, act, name, resource);
    }

    /// <summary>Changes a record, which is locked first; <paramref name="change"/> says what was done, in the past tense.</summary>
    public Task<TOther> ChangeAsync<TOther>(Resource<TOther> store, string name, Func<TOther, string> change) where TOther : class, IMessage<TOther>, new()
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ChangeWithinAsync(connection, act, name, change);
    }

    /// <summary>Runs work whose writes are undone when it is refused; answers with the refusal.</summary>
    public async Task<RpcException?> TryAsync(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await RunAsync("savepoint attempt");
        try
        {
            await work();
            await RunAsync("release savepoint attempt");
            return null;
        }
        catch (RpcException e)
        {
            await RunAsync("rollback to savepoint attempt");
            return e;
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(act.Cancellation);
    }
}
