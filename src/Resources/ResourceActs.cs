using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    /// <summary>
    /// Changes one record in a way of its own, and in the same transaction other records of the type that follow from it.
    /// </summary>
    /// <param name="act">The call.</param>
    /// <param name="change">
    /// Changes the record, its personal field open, and says what was done in the past tense; null stores nothing.
    /// </param>
    /// <param name="then">What follows, seen after the change.</param>
    public Task<T> ActAsync(Act act, Func<T, Neighbors, Task<string?>> change, Func<T, Neighbors, Task<IReadOnlyList<Follower<T>>>>? then = null)
    {
        ArgumentNullException.ThrowIfNull(act);
        CheckName(act.Name);
        var write = WriteRequest<T>.Of(act);
        return WriteAsync(act.Name, write, async (session, current) =>
        {
            CheckLive(current ?? throw Errors.NotFound(act.Name), act.Etag);
            var next = await session.OpenedAsync(current.Message);
            if (await change(next, session.Neighbors) is not { } verb)
            {
                return current.Message;
            }

            var stored = await session.ChangeAsync($"{TypeWord}.{verb}", current, next);
            await session.SendAsync();
            foreach (var follower in then is null ? [] : await then(stored, session.Neighbors))
            {
                var other = await session.LockAsync(follower.Name) ?? throw Errors.NotFound(follower.Name);
                var changed = other.Message.Clone();
                await session.ChangeAsync($"{TypeWord}.{follower.Change(changed)}", other, changed);
            }

            return stored;
        });
    }

    /// <summary>Moves a record that is being changed to another state by its machine; answers with the verb of the move.</summary>
    /// <param name="record">The record.</param>
    /// <param name="to">The state.</param>
    /// <param name="request">Who decided, when and why.</param>
    /// <param name="reason">Why, where the platform itself decides.</param>
    public string Move<TState>(T record, TState to, TransitionRequest request, string reason = "") where TState : struct, System.Enum
    {
        ArgumentNullException.ThrowIfNull(request);
        var states = type.States!;
        var (state, move) = (type.Shape.State(record), states.To(Number(to)));
        if (!move.From.Contains(state))
        {
            throw Errors.IllegalTransition(type.Shape.Name(record), states.NameOf(state), states.NameOf(move.To), states.AllowedFrom(state));
        }

        type.Shape.SetState(record, move.To);
        type.Shape.Record(record).Sources.Add(request.Sources);
        var today = Values.DateRules.Of(Today);
        type.Shape.Record(record).Transitions.Add(new Transition
        {
            State = states.NameOf(move.To),
            Effective = request.Effective ?? today,
            Known = request.Known ?? today,
            DecidedBy = request.DecidedBy,
            Reason = string.Join(' ', new[] { reason, request.Reason }.Where(r => r.Length > 0)),
            ReplacedBy = request.ReplacedBy,
        });
        return move.Verb;
    }
}

/// <summary>A call that changes one record in a way of its own.</summary>
/// <param name="Request">The request as sent; a repetition must be equal.</param>
/// <param name="Method">The rpc.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Name">The record.</param>
/// <param name="Etag">Empty skips the check.</param>
/// <param name="RequestId">UUID or empty.</param>
/// <param name="ValidateOnly">Stores nothing.</param>
/// <param name="Reason">Kept in the change log.</param>
/// <param name="Cancellation">Ends the wait.</param>
public sealed record Act(IMessage Request, string Method, Caller Caller, string Name, string Etag, string RequestId, bool ValidateOnly, string Reason, CancellationToken Cancellation)
{
    public Act(IMessage request, ServerCallContext call, string name, string etag, string requestId, bool validateOnly, string reason)
        : this(request, call.Method, call.Caller(), name, etag, requestId, validateOnly, reason, call.CancellationToken)
    {
    }

    public static Act Of(TransitionRequest request, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(request, call, request.Name, request.Etag, request.RequestId, request.ValidateOnly, request.Reason);
    }

    /// <summary>The same, done by an operation after the call has been answered.</summary>
    public Act Later(CancellationToken cancellation) => this with { Cancellation = cancellation };
}

/// <summary>A record that changes because another did.</summary>
/// <param name="Name">Which.</param>
/// <param name="Change">Changes it and says what was done, in the past tense.</param>
public sealed record Follower<T>(string Name, Func<T, string> Change);
