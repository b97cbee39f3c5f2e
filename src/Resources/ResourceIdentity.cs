using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    /// <summary>
    /// Merges one record into another. The merged one keeps its row, its references and those to it; reads of its name
    /// follow to the other. Both rows are locked, so that no chain of merges can close to a ring.
    /// </summary>
    public Task<T> MergeAsync(MergeRequest request, ServerCallContext call)
    {
        CheckName(request.Name);
        CheckName(request.Into, "into");
        CheckReason(request.Reason);
        if (request.Name == request.Into)
        {
            throw Errors.InvalidField("into", "SELF", "A record cannot be merged into itself.");
        }

        var write = WriteRequest<T>.Read(request, call, request.RequestId, request.ValidateOnly, request.Reason);
        return WriteAsync(request.Name, write, async (session, current) =>
        {
            CheckLive(current ?? throw Errors.NotFound(request.Name), request.Etag);
            CheckLive(await session.LockAsync(request.Into) ?? throw Errors.ReferenceNotFound("into", request.Into), "");
            var next = current.Message.Clone();
            type.Shape.Record(next).MergedInto = request.Into;
            await session.AliasAsync(request.Name, request.Into);
            return await session.ChangeAsync($"{TypeWord}.merged", current, next, deleted: true);
        });
    }

    /// <summary>Takes a merge back.</summary>
    public Task<T> UnmergeAsync(UnmergeRequest request, ServerCallContext call)
    {
        CheckName(request.Name);
        CheckReason(request.Reason);
        var write = WriteRequest<T>.Read(request, call, request.RequestId, request.ValidateOnly, request.Reason);
        return WriteAsync(request.Name, write, async (session, current) =>
        {
            CheckEtag(current ?? throw Errors.NotFound(request.Name), request.Etag);
            var next = current.Message.Clone();
            var record = type.Shape.Record(next);
            if (record.MergedInto.Length == 0)
            {
                throw Errors.InvalidField("name", "NOT_MERGED", $"'{request.Name}' was not merged.");
            }

            record.MergedInto = "";
            await session.AliasAsync(request.Name, null);
            return await session.ChangeAsync($"{TypeWord}.unmerged", current, next);
        });
    }

    /// <summary>Puts a party's own account of a field beside the record; an empty value confirms what the record shows.</summary>
    public Task<T> ClaimAsync(ClaimRequest request, ServerCallContext call)
    {
        CheckName(request.Name);
        if (request.Claimant.Length == 0)
        {
            throw Errors.InvalidField("claimant", "REQUIRED", "A claim names the party that makes it.");
        }

        var caller = call.Caller();
        if (caller.Has(Role.Partner) && !caller.Has(Role.Editor) && !caller.Countries.Concat(caller.Organizations).Contains(request.Claimant, StringComparer.Ordinal))
        {
            throw Errors.OutOfScope(request.Claimant);
        }

        var write = WriteRequest<T>.Read(request, call, request.RequestId, request.ValidateOnly, request.Reason) with { AnyWorkspace = true };
        return WriteAsync(request.Name, write, async (session, current) =>
        {
            if (current is null || !Visible.To(caller, type.Shape.Record(current.Message), Today))
            {
                throw Errors.NotFound(request.Name);
            }

            CheckLive(current, request.Etag);
            var next = current.Message.Clone();
            var record = type.Shape.Record(next);
            var shown = FieldJson.Of(next, request.FieldPath);
            var value = request.ValueJson.Length > 0 ? request.ValueJson : shown;
            if (value.Length == 0)
            {
                throw Errors.InvalidField("field_path", "NOTHING_TO_CONFIRM", $"'{request.FieldPath}' has no value to confirm.");
            }

            var same = record.Claims.FirstOrDefault(c => c.FieldPath == request.FieldPath && c.Claimant == request.Claimant);
            if (same is not null)
            {
                record.Claims.Remove(same);
            }

            if (shown.Length > 0 && !record.Claims.Any(c => c.FieldPath == request.FieldPath && c.Preferred))
            {
                // What the record shows is an account too; beside another one it has to be seen as such.
                var source = record.Sources.FirstOrDefault(s => s.FieldPath == request.FieldPath)?.Clone() ?? new FactSource { FieldPath = request.FieldPath, Certainty = Certainty.Stated };
                record.Claims.Add(new Claim { FieldPath = request.FieldPath, ValueJson = shown, Preferred = true, Source = source });
            }

            record.Claims.Add(new Claim
            {
                FieldPath = request.FieldPath,
                ValueJson = value,
                Claimant = request.Claimant,
                Source = new FactSource { FieldPath = request.FieldPath, Publication = request.Publication, Certainty = Certainty.Stated, Ground = request.Reason },
            });
            return await session.ChangeAsync($"{TypeWord}.claimed", current, next);
        });
    }

    private static void CheckReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw Errors.InvalidField("reason", "REQUIRED", "Say why.");
        }
    }
}
