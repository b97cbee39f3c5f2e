using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Runs the long parts of an import as operations, one at a time for each import, and keeps its state true.</summary>
internal sealed class ImportWork(
    NpgsqlDataSource database, ImportStore imports, RowStore rows, OperationRunner operations, OperationStore store, ServiceChannels channels, OwnerHistory history, TimeProvider time)
{
    /// <summary>Compares all rows with the records there are.</summary>
    public Task<Operation> CheckAsync(string import, string authorization, Action<Import> prepare, CancellationToken cancellation) => StartAsync(
        "check", import, ImportState.Checking, ImportState.Checked, prepare,
        (state, report, stop) => new Checker(Owners(authorization), rows, state).RunAsync(report, stop), cancellation);

    /// <summary>Writes what the check found to be written.</summary>
    public Task<Operation> ApplyAsync(string import, string authorization, Action<Import> prepare, CancellationToken cancellation) => StartAsync(
        "apply", import, ImportState.Applying, ImportState.Applied, prepare,
        (state, report, stop) => new Applier(Owners(authorization), rows, state).RunAsync(report, stop), cancellation);

    /// <summary>Takes back what was written.</summary>
    public Task<Operation> UndoAsync(string import, string authorization, string reason, Action<Import> prepare, CancellationToken cancellation) => StartAsync(
        "undo", import, ImportState.Undoing, ImportState.Undone, prepare,
        (state, report, stop) => new Undoer(Owners(authorization), history, rows, state, reason).RunAsync(report, stop), cancellation);

    private OwnerCalls Owners(string authorization) => new(channels, time, authorization);

    private async Task<Operation> StartAsync(
        string kind, string name, ImportState during, ImportState after, Action<Import> prepare,
        Func<Import, OperationRunner.Report, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var turn = await SessionLock.TryTakeAsync(database, name, cancellation) ?? throw Errors.Contended(name);
        try
        {
            var id = Guid.CreateVersion7().ToString();
            var started = await imports.ChangeAsync(
                name,
                import =>
                {
                    prepare(import);
                    import.State = during;
                    import.Error = "";
                    import.Operation = $"{store.Collection}/{id}";
                },
                cancellation);
            return await operations.StartAsync(kind, (report, stop) => RunAsync(started, after, turn, (r, s) => work(started, r, s), report, stop), id);
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    private async Task<IMessage?> RunAsync(
        Import import, ImportState after, SessionLock turn, Func<OperationRunner.Report, CancellationToken, Task> work, OperationRunner.Report report, CancellationToken stop)
    {
        await using (turn)
        {
            try
            {
                await work(report, stop);
                return await EndAsync(import.Name, after, "");
            }
            catch (OperationCanceledException)
            {
                await EndAsync(import.Name, ImportState.Cancelled, "");
                throw;
            }
            catch (Exception e)
            {
                await EndAsync(import.Name, ImportState.Failed, e is RpcException rpc ? rpc.Status.Detail : "Internal error; the log tells more.");
                throw;
            }
        }
    }

    private async Task<Import> EndAsync(string name, ImportState state, string error)
    {
        var counts = await rows.CountAsync(name, CancellationToken.None);
        return await imports.ChangeAsync(
            name,
            import =>
            {
                import.State = state;
                import.Counts = counts;
                import.Error = error;
            },
            CancellationToken.None);
    }
}
