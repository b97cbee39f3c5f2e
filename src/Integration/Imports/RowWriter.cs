using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Writes one row to its owner, safely repeated: a row that was written but not noted gets the owner's first answer again.</summary>
internal sealed class RowWriter(OwnerCalls owners, Import import)
{
    /// <summary>Writes a row. Leaves how it went on the row.</summary>
    /// <returns>The refusal when the row names records that are not there yet; else null.</returns>
    public async Task<OwnerError?> WriteAsync(StoredRow row, CancellationToken cancellation)
    {
        row.Row.Violations.Clear();
        try
        {
            var answer = row.IsPart ? await CompleteAsync(row, cancellation)
                : row.Row.Outcome == RowOutcome.Update ? await owners.UpdateAsync(Guarded(row.Target!, row.Row.VersionBefore), Note(row, "write", row.Target!), cancellation)
                : row.Row.VersionBefore > 0 ? await BringBackAsync(row, cancellation)
                : await owners.CreateAsync(row.Target!, Note(row, "write", row.Target!), cancellation);
            row.Row.VersionAfter = Names.Version(answer);
            row.Row.Progress = RowProgress.Written;
            return null;
        }
        catch (RpcException e)
        {
            return await RefusedAsync(row, OwnerError.Of(e), cancellation);
        }
    }

    /// <summary>Writes a row without the references that are missing, to be completed when the records they name are there.</summary>
    public async Task<bool> WritePartAsync(StoredRow row, IReadOnlyCollection<string> missing, CancellationToken cancellation)
    {
        // What a record says about its sources it keeps from the start.
        if (row.IsPart || missing.Count == 0 || missing.Any(m => m.StartsWith("record.", StringComparison.Ordinal)))
        {
            return false;
        }

        var part = Stripped(row.Target!, c => missing.Contains(c.Field));
        try
        {
            var answer = row.Row.VersionBefore > 0 && row.Row.Outcome == RowOutcome.Update
                ? await owners.UpdateAsync(Guarded(part, row.Row.VersionBefore), Note(row, "part", part), cancellation)
                : await owners.CreateAsync(part, Note(row, "part", part), cancellation);
            row.Row.VersionAfter = Names.Version(answer);
            return true;
        }
        catch (RpcException e) when (!OwnerError.Of(e).IsOutage)
        {
            return false;
        }
    }

    /// <summary>A copy without some references.</summary>
    public static IMessage Stripped(IMessage record, Func<ReferenceCell, bool> which)
    {
        var part = Merging.Copy(record);
        ReferenceCells.Of(part).Where(which).ToList().ForEach(c => c.Set(null));
        return part;
    }

    /// <summary>A copy that is stored only over a version.</summary>
    public static IMessage Guarded(IMessage record, long version)
    {
        var guarded = Merging.Copy(record);
        Names.SetEtag(guarded, Etags.Of(version));
        return guarded;
    }

    /// <summary>The note of a step: the same step of the same row with the same body has the same request id.</summary>
    public WriteNote Note(StoredRow row, string step, IMessage? body, string reason = "")
    {
        var digest = body is null ? "" : Convert.ToHexStringLower(SHA256.HashData(body.ToByteArray()));
        var material = string.Create(CultureInfo.InvariantCulture, $"{import.Name}\n{row.Row.Number}\n{step}\n{row.Row.VersionBefore}\n{row.Row.VersionAfter}\n{digest}");
        return new WriteNote(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(material)).AsSpan(0, 16)).ToString(), reason.Length > 0 ? reason : Reason);
    }

    private string Reason => import.Reason.Length > 0 ? $"{import.Reason} ({import.Name})" : $"{import.FileName} ({import.Name})";

    private Task<IMessage> CompleteAsync(StoredRow row, CancellationToken cancellation) =>
        owners.UpdateAsync(Guarded(row.Target!, row.Row.VersionAfter), Note(row, "complete", row.Target!), cancellation);

    private async Task<IMessage> BringBackAsync(StoredRow row, CancellationToken cancellation)
    {
        var back = await owners.UndeleteAsync(row.Type!, row.Row.Record, Etags.Of(row.Row.VersionBefore), Note(row, "undelete", null), cancellation);
        row.Row.VersionAfter = Names.Version(back);
        return await owners.UpdateAsync(Guarded(row.Target!, row.Row.VersionAfter), Note(row, "write", row.Target!), cancellation);
    }

    private async Task<OwnerError?> RefusedAsync(StoredRow row, OwnerError error, CancellationToken cancellation)
    {
        if (error.IsOutage)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new RpcException(new Status(error.Code, error.Message));
        }

        if (error.Reason == "REFERENCE_NOT_FOUND")
        {
            return error;
        }

        if (error.Reason == "ALREADY_EXISTS" && row.Row.Outcome == RowOutcome.Add && await IsSameAsync(row, cancellation))
        {
            row.Row.Progress = RowProgress.Unchanged;
            row.Row.Note = "Someone else added the same record since the check.";
            return null;
        }

        Fail(row, error);
        return null;
    }

    /// <summary>Notes why a row could not be written.</summary>
    public static void Fail(StoredRow row, OwnerError error)
    {
        row.Row.Progress = RowProgress.Failed;
        if (error.Reason == "ETAG_MISMATCH")
        {
            row.Refuse("", "CHANGED_SINCE_CHECK", "The record was changed since the check; upload the file again.");
        }
        else if (error.Fields.Count > 0)
        {
            error.Fields.ToList().ForEach(f => row.Refuse(f.Field, f.Rule, f.Description));
        }
        else
        {
            row.Refuse("", error.Reason.Length > 0 ? error.Reason : "REFUSED", error.Message);
        }
    }

    private async Task<bool> IsSameAsync(StoredRow row, CancellationToken cancellation)
    {
        try
        {
            var there = await owners.FindAsync(row.Type!, row.Row.Record, cancellation);
            return there is not null && !Names.IsDeleted(there)
                && Names.Etag(await owners.UpdateAsync(row.Target!, new WriteNote("", "", ValidateOnly: true), cancellation)) == Names.Etag(there);
        }
        catch (RpcException e) when (!OwnerError.Of(e).IsOutage)
        {
            return false;
        }
    }
}
