using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>The dry run: what writing each row would do. Asks the owners to validate; nothing is stored there.</summary>
internal sealed class Checker(OwnerCalls owners, RowStore rows, Import import)
{
    private const int Chunk = 100;
    private const int AtOnce = 16;

    private readonly NameResolver names = new(owners, rows, import);

    public async Task RunAsync(OperationRunner.Report report, CancellationToken cancellation)
    {
        var total = (await rows.CountAsync(import.Name, cancellation)).Rows;
        await report(0, total);
        for (long last = 0; ;)
        {
            var chunk = await rows.ReadAsync(import.Name, last, Chunk, [], [], cancellation);
            if (chunk.Count == 0)
            {
                return;
            }

            var first = await rows.FirstRowsAsync(import.Name, [.. chunk.Select(r => r.Read.Record)], cancellation);
            await Parallel.ForEachAsync(chunk, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (row, stop) =>
                await CheckAsync(row, first.GetValueOrDefault(row.Read.Record, row.Read.Number), stop));
            await rows.SaveAsync(import.Name, chunk, cancellation);
            last = chunk[^1].Row.Number;
            await report(Math.Min(last, total), total);
        }
    }

    private async Task CheckAsync(StoredRow row, long firstRow, CancellationToken cancellation)
    {
        row.Row = row.Read.Clone();
        row.Target = null;
        if (row.Type is null || row.Content is null)
        {
            row.Row.Outcome = RowOutcome.Error;
            return;
        }

        if (firstRow != row.Row.Number)
        {
            row.Refuse("name", "DUPLICATE_IN_FILE", $"The record '{row.Row.Record}' stands in row {firstRow} of the file already.");
        }

        var content = Merging.Copy(row.Content);
        await ResolveAsync(row, content, cancellation);
        if (row.Row.Violations.Count > 0 || row.Row.Questions.Count > 0)
        {
            row.Row.Outcome = row.Row.Violations.Count > 0 ? RowOutcome.Error : RowOutcome.Ask;
            return;
        }

        await CompareAsync(row, content, cancellation);
    }

    private async Task ResolveAsync(StoredRow row, IMessage content, CancellationToken cancellation)
    {
        foreach (var cell in ReferenceCells.Of(content))
        {
            var meaning = await names.FindAsync(cell.Type, cell.Text, cancellation);
            if (meaning.Resource is { } resource)
            {
                cell.Set(resource);
                if (meaning.How.Length > 0)
                {
                    row.Row.Resolutions.Add(new Resolution { Field = cell.Field, Text = cell.Text, Resource = resource, How = meaning.How });
                }
            }
            else if (meaning.Candidates.Count > 0)
            {
                row.Row.Questions.Add(new Question { Field = cell.Field, Text = cell.Text, Candidates = { meaning.Candidates }, Place = row.PlaceOf(cell.Field) });
            }
            else
            {
                row.Refuse(cell.Field, "REFERENCE_NOT_FOUND", $"No record is called '{cell.Text}'.");
            }
        }
    }

    private async Task CompareAsync(StoredRow row, IMessage content, CancellationToken cancellation)
    {
        var existing = await ExistingAsync(row, content, cancellation);
        var deleted = existing is not null && Names.IsDeleted(existing);
        row.Row.VersionBefore = existing is null ? 0 : Names.Version(existing);
        if (await IatiChecks.LeaveAsync(owners, content, deleted ? null : existing, cancellation) is { } why)
        {
            row.Row.Outcome = RowOutcome.Unchanged;
            row.Row.Note = string.Join(' ', new[] { why, row.Row.Note }.Where(t => t.Length > 0));
            return;
        }

        row.Target = existing is null || deleted ? content : Merging.Merge(existing, content, Roots(row));
        Names.Set(row.Target, row.Row.Record);
        Names.SetEtag(row.Target, "");
        var checkedRecord = Merging.Copy(row.Target);
        if (deleted)
        {
            // An owner validates no deleted record, so a name beside it stands in.
            Names.Set(checkedRecord, $"{row.Row.Record[..(row.Row.Record.LastIndexOf('/') + 1)]}{Guid.CreateVersion7()}");
            row.Row.Note = "The record was deleted; it is brought back.";
        }

        try
        {
            var answer = await owners.UpdateAsync(checkedRecord, new WriteNote("", "", ValidateOnly: true), cancellation);
            Decide(row, deleted ? null : existing, answer, unchanged: existing is not null && Names.Etag(answer) == Names.Etag(existing));
        }
        catch (RpcException e)
        {
            await RefusedAsync(row, deleted ? null : existing, OwnerError.Of(e), cancellation);
        }
    }

    private List<string> Roots(StoredRow row)
    {
        var prefix = Groups.Of(ResourceCatalog.Of(row.Type!)) + ":";
        return import.Columns is ["*"] ? ["*"] : [.. import.Columns.Where(c => c.StartsWith(prefix, StringComparison.Ordinal)).Select(c => c[prefix.Length..])];
    }

    /// <summary>The record there is, also when the row names it by an identifier of another system or by a former name.</summary>
    private async Task<IMessage?> ExistingAsync(StoredRow row, IMessage content, CancellationToken cancellation)
    {
        if (RecordNames.IsIdentifier(row.Given))
        {
            if (await owners.FindAsync(row.Type!, RecordNames.Beside(row.Row.Record, row.Given), cancellation) is { } known)
            {
                row.Row.Record = Names.Of(known);
                return known;
            }

            AddIdentifier(content, row.Given);
        }

        var found = await owners.FindAsync(row.Type!, row.Row.Record, cancellation);
        row.Row.Record = found is null ? row.Row.Record : Names.Of(found);
        return found;
    }

    private static void AddIdentifier(IMessage content, string given)
    {
        var field = content.Descriptor.FindFieldByName("record");
        var record = (Common.V1.Record?)field.Accessor.GetValue(content) ?? new Common.V1.Record();
        var identifier = RecordNames.Parse(given);
        if (!record.ExternalIdentifiers.Any(i => i.Scheme == identifier.Scheme && i.Value == identifier.Value))
        {
            record.ExternalIdentifiers.Add(identifier);
        }

        field.Accessor.SetValue(content, record);
    }

    private async Task RefusedAsync(StoredRow row, IMessage? existing, OwnerError error, CancellationToken cancellation)
    {
        if (error.IsOutage)
        {
            throw new RpcException(new Status(error.Code, error.Message));
        }

        if (error.Reason == "REFERENCE_NOT_FOUND")
        {
            // What other rows of the file will add is there in time.
            var targets = ReferenceCells.Of(row.Target!).GroupBy(c => c.Field, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Text, StringComparer.Ordinal);
            var missing = error.Fields.Where(f => targets.ContainsKey(f.Field)).ToList();
            var inFile = await rows.FirstRowsAsync(import.Name, [.. missing.Select(m => targets[m.Field]).Distinct(StringComparer.Ordinal)], cancellation);
            missing.RemoveAll(m => inFile.ContainsKey(targets[m.Field]));
            if (missing.Count == 0)
            {
                Decide(row, existing, row.Target!, unchanged: false);
                return;
            }

            missing.ForEach(m => row.Refuse(m.Field, m.Rule, m.Description));
        }
        else if (error.Fields.Count > 0)
        {
            error.Fields.ToList().ForEach(f => row.Refuse(f.Field, f.Rule, f.Description));
        }
        else
        {
            row.Refuse("", error.Reason.Length > 0 ? error.Reason : error.Code.ToString().ToUpperInvariant(), error.Message);
        }

        row.Row.Outcome = RowOutcome.Error;
    }

    private static void Decide(StoredRow row, IMessage? existing, IMessage next, bool unchanged)
    {
        if (existing is null)
        {
            row.Row.Outcome = RowOutcome.Add;
            return;
        }

        row.Row.ChangedPaths.Add(unchanged ? [] : Differences.Of(existing, next));
        row.Row.Outcome = row.Row.ChangedPaths.Count == 0 ? RowOutcome.Unchanged : RowOutcome.Update;
    }
}
