using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    /// <summary>Create (AIP-133). Without an id the record gets a UUIDv7.</summary>
    public Task<T> CreateAsync(IMessage message, ServerCallContext call)
    {
        var request = CreateRequest<T>.Read(message, call);
        return CreateAsync(request.Parent, request.Id, request.Resource, request.Write);
    }

    /// <summary>Create with what the service itself adds; a repetition is told by the request as it was sent.</summary>
    public async Task<T> CreateAsync(IMessage message, ServerCallContext call, Func<T, Task<T>> complete)
    {
        ArgumentNullException.ThrowIfNull(complete);
        var request = CreateRequest<T>.Read(message, call);
        return await CreateAsync(request.Parent, request.Id, await complete(request.Resource), request.Write);
    }

    /// <summary>Update (AIP-134) by mask; with allow_missing it creates. An update that changes nothing stores nothing.</summary>
    public Task<T> UpdateAsync(IMessage message, ServerCallContext call)
    {
        var request = UpdateRequest<T>.Read(message, call);
        var name = type.Shape.Name(request.Resource);
        CheckName(name, type.Entry.Descriptor.Name.ToLowerInvariant() + ".name");
        return WriteAsync(name, request.Write, async (session, current) =>
        {
            if (current is null)
            {
                if (!request.AllowMissing)
                {
                    throw Errors.NotFound(name);
                }

                return await session.CreateAsync(request.Resource.Clone(), name);
            }

            CheckLive(current, type.Shape.Etag(request.Resource));
            var opened = await session.OpenedAsync(current.Message);
            return await session.ChangeAsync("updated", current, Masks.Apply(opened, request.Resource, request.Mask));
        });
    }

    /// <summary>Delete (AIP-164): the record stays and can be undeleted. Refused while others name it.</summary>
    public Task<T> DeleteAsync(DeleteRequest request, ServerCallContext call)
    {
        CheckName(request.Name);
        var write = WriteRequest<T>.Read(request, call, request.RequestId, request.ValidateOnly, request.Reason);
        return WriteAsync(request.Name, write, async (session, current) =>
        {
            CheckLive(current ?? throw Errors.NotFound(request.Name), request.Etag);
            await session.CheckUnreferencedAsync(request.Name);
            return await session.ChangeAsync("deleted", current, current.Message.Clone(), deleted: true);
        });
    }

    /// <summary>Undelete (AIP-164).</summary>
    public Task<T> UndeleteAsync(UndeleteRequest request, ServerCallContext call)
    {
        CheckName(request.Name);
        var write = WriteRequest<T>.Read(request, call, request.RequestId, request.ValidateOnly, request.Reason);
        return WriteAsync(request.Name, write, async (session, current) =>
        {
            CheckEtag(current ?? throw Errors.NotFound(request.Name), request.Etag);
            if (type.Shape.Record(current.Message).MergedInto is { Length: > 0 } into)
            {
                throw Errors.InvalidField("name", "MERGED", $"'{request.Name}' was merged into '{into}'; unmerge it.");
            }

            return type.Shape.DeleteTime(current.Message) is null
                ? throw Errors.AlreadyExists(request.Name)
                : await session.ChangeAsync("undeleted", current, current.Message.Clone());
        });
    }

    /// <summary>
    /// Moves a record to another state by its declared machine (AIP-136, 216) and keeps the three times of the move.
    /// Where two methods lead to one state, <paramref name="from"/> says which states this one starts from.
    /// </summary>
    public Task<T> TransitionAsync<TState>(TransitionRequest request, TState to, ServerCallContext call, params TState[] from) where TState : struct, System.Enum
    {
        CheckName(request.Name);
        var target = Number(to);
        var write = WriteRequest<T>.Read(request, call, request.RequestId, request.ValidateOnly, request.Reason);
        return WriteAsync(request.Name, write, async (session, current) =>
        {
            CheckLive(current ?? throw Errors.NotFound(request.Name), request.Etag);
            var states = type.States!;
            var state = type.Shape.State(current.Message);
            var move = states.To(target);
            if (!move.From.Contains(state) || (from.Length > 0 && !from.Select(Number).Contains(state)))
            {
                throw Errors.IllegalTransition(request.Name, states.NameOf(state), states.NameOf(target), states.AllowedFrom(state));
            }

            var next = current.Message.Clone();
            type.Shape.SetState(next, target);
            var record = type.Shape.Record(next);
            record.Sources.Add(request.Sources);
            record.Transitions.Add(session.Transition(request, states.NameOf(target)));
            return await session.ChangeAsync($"{TypeWord}.{move.Verb}", current, next);
        });
    }

    /// <summary>Creates a record for the service itself: reference data at migration. One that exists is only completed.</summary>
    /// <param name="id">Last segment of its name.</param>
    /// <param name="resource">The record.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="complete">Adds to a stored record what it lacks; null leaves it.</param>
    /// <param name="workspace">Whose record it is.</param>
    public async Task<bool> SeedAsync(string id, T resource, CancellationToken cancellation, Func<T, T>? complete = null, string workspace = "")
    {
        var caller = Caller.System(services.Service.Name) with { Workspace = workspace };
        var write = new WriteRequest<T>("seed", "", false, "Reference data shipped with the platform", caller, resource, cancellation);
        var created = false;
        var name = type.Pattern.Compose("", id);
        await WriteAsync(name, write, async (session, current) =>
        {
            created = current is null;
            return current is null ? await session.CreateAsync(resource.Clone(), name)
                : complete is null || type.Shape.DeleteTime(current.Message) is not null ? current.Message
                : await session.ChangeAsync("updated", current, complete(current.Message));
        });
        return created;
    }

    private static int Number<TState>(TState state) where TState : struct, System.Enum =>
        Convert.ToInt32(state, System.Globalization.CultureInfo.InvariantCulture);

    private string TypeWord => type.Entry.Descriptor.Name.ToLowerInvariant();

    private Task<T> CreateAsync(string parent, string id, T resource, WriteRequest<T> write)
    {
        var word = type.Entry.Descriptor.Name.ToLowerInvariant();
        var chosen = id.Length > 0 ? id : Guid.CreateVersion7().ToString();
        if (NamePattern.IdProblem(chosen) is { } problem)
        {
            throw Errors.InvalidField($"{word}_id", "RESOURCE_ID", problem);
        }

        var name = type.Pattern.Compose(parent, chosen);
        CheckName(name, type.Pattern.IsNested ? "parent" : $"{word}_id");
        return WriteAsync(name, write, async (session, current) =>
            current is null ? await session.CreateAsync(resource.Clone(), name) : throw Errors.AlreadyExists(name));
    }

    private void CheckLive(Stored current, string etag)
    {
        if (type.Shape.DeleteTime(current.Message) is not null)
        {
            throw Errors.Deleted(type.Shape.Name(current.Message));
        }

        CheckEtag(current, etag);
    }

    private void CheckEtag(Stored current, string etag)
    {
        if (etag.Length > 0 && etag != Etags.Of(current.Version))
        {
            throw Errors.EtagMismatch(type.Shape.Name(current.Message), etag, Etags.Of(current.Version));
        }
    }
}
