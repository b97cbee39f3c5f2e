using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Api;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>The calls of ImportService; what they mean stands in the proto.</summary>
internal sealed class ImportRpc(ImportStore imports, RowStore rows, Uploads uploads, ImportWork work) : ImportService.ImportServiceBase
{
    private const int MaxReason = 1900;

    public override async Task<Import> UploadImport(HttpBody request, ServerCallContext context)
    {
        var (import, isNew) = await uploads.TakeAsync(UploadedFile.Of(request), context.Caller(), context.CancellationToken);
        if (isNew)
        {
            await work.CheckAsync(import.Name, Token(context), i => i.Counts = import.Counts, context.CancellationToken);
        }

        return await imports.GetAsync(import.Name, context.Caller(), context.CancellationToken);
    }

    public override Task<Import> GetImport(GetImportRequest request, ServerCallContext context) => imports.GetAsync(request.Name, context.Caller(), context.CancellationToken);

    public override Task<ListImportsResponse> ListImports(ListImportsRequest request, ServerCallContext context) => imports.ListAsync(request, context.Caller(), context.CancellationToken);

    public override async Task<ListImportRowsResponse> ListImportRows(ListImportRowsRequest request, ServerCallContext context)
    {
        await imports.GetAsync(request.Parent, context.Caller(), context.CancellationToken);
        long after = 0;
        if (request.PageToken.Length > 0 && !long.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw Errors.InvalidPageToken();
        }

        var size = Pages.Size(request.PageSize);
        var page = await rows.ReadAsync(request.Parent, after, size + 1, request.Outcomes, request.Progress, context.CancellationToken);
        var response = new ListImportRowsResponse { Rows = { page.Take(size).Select(r => r.Row) } };
        response.NextPageToken = page.Count > size ? page[size - 1].Row.Number.ToString(CultureInfo.InvariantCulture) : "";
        return response;
    }

    public override async Task<Operation> AnswerImport(AnswerImportRequest request, ServerCallContext context)
    {
        await imports.GetAsync(request.Name, context.Caller(), context.CancellationToken);
        var violations = request.Answers.Index()
            .Where(a => a.Item.Text.Trim().Length == 0 || ResourceCatalog.Find(a.Item.Resource) is null)
            .Select(a => new FieldViolation(string.Create(CultureInfo.InvariantCulture, $"answers[{a.Index}]"), "RESOURCE_NAME", $"'{a.Item.Resource}' is not a resource name for '{a.Item.Text}'."))
            .ToList();
        if (violations.Count > 0)
        {
            throw Errors.InvalidFields(violations);
        }

        return await work.CheckAsync(request.Name, Token(context), Prepare, context.CancellationToken);

        void Prepare(Import import)
        {
            Allow(import, "CHECKING", import.Counts.Written + import.Counts.Undone + import.Counts.Conflict == 0, ImportState.Checking, ImportState.Checked, ImportState.Cancelled, ImportState.Failed);
            foreach (var answer in request.Answers)
            {
                var text = answer.Text.Trim();
                import.Answers.Where(a => a.Text == text).ToList().ForEach(a => import.Answers.Remove(a));
                import.Answers.Add(new Answer { Text = text, Resource = answer.Resource });
            }
        }
    }

    public override async Task<Operation> ApplyImport(ApplyImportRequest request, ServerCallContext context)
    {
        await imports.GetAsync(request.Name, context.Caller(), context.CancellationToken);
        CheckReason(request.Reason);
        return await work.ApplyAsync(request.Name, Token(context), Prepare, context.CancellationToken);

        void Prepare(Import import)
        {
            CheckEtag(import, request.Etag);
            var isChecked = import.Counts.Add + import.Counts.Update + import.Counts.Unchanged + import.Counts.Error + import.Counts.Ask == import.Counts.Rows;
            Allow(import, "APPLYING", isChecked && import.Counts.Undone + import.Counts.Conflict == 0, ImportState.Checked, ImportState.Cancelled, ImportState.Failed, ImportState.Applying);
            import.Reason = request.Reason.Length > 0 ? request.Reason : import.Reason;
            import.SkipBadRows |= request.SkipBadRows;
            if (import.Counts.Update > 0 && import.Reason.Length == 0)
            {
                throw Errors.InvalidField("reason", "REASON_REQUIRED", $"{import.Counts.Update} rows correct records that exist; say why.");
            }

            if (import.Counts.Error + import.Counts.Ask > 0 && !import.SkipBadRows)
            {
                throw Errors.InvalidField("skip_bad_rows", "BAD_ROWS", $"{import.Counts.Error} rows have errors and {import.Counts.Ask} need an answer; nothing is written unless they are skipped.");
            }
        }
    }

    public override async Task<Operation> UndoImport(UndoImportRequest request, ServerCallContext context)
    {
        await imports.GetAsync(request.Name, context.Caller(), context.CancellationToken);
        CheckReason(request.Reason);
        return await work.UndoAsync(request.Name, Token(context), request.Reason, Prepare, context.CancellationToken);

        void Prepare(Import import)
        {
            CheckEtag(import, request.Etag);
            Allow(import, "UNDOING", true, ImportState.Applied, ImportState.Applying, ImportState.Undoing, ImportState.Cancelled, ImportState.Failed);
        }
    }

    private static void Allow(Import import, string next, bool condition, params ImportState[] from)
    {
        if (!condition || !from.Contains(import.State))
        {
            var allowed = import.State switch
            {
                ImportState.Checked => "IMPORT_STATE_CHECKING,IMPORT_STATE_APPLYING",
                ImportState.Applied => "IMPORT_STATE_UNDOING",
                ImportState.Cancelled or ImportState.Failed => "IMPORT_STATE_CHECKING,IMPORT_STATE_APPLYING,IMPORT_STATE_UNDOING",
                _ => "",
            };
            throw Errors.IllegalTransition(import.Name, $"IMPORT_STATE_{import.State.ToString().ToUpperInvariant()}", $"IMPORT_STATE_{next}", allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static void CheckEtag(Import import, string etag)
    {
        if (etag.Length > 0 && etag != import.Etag)
        {
            throw Errors.EtagMismatch(import.Name, etag, import.Etag);
        }
    }

    private static void CheckReason(string reason)
    {
        if (reason.Length > MaxReason)
        {
            throw Errors.InvalidField("reason", "LENGTH", $"reason has at most {MaxReason} characters.");
        }
    }

    private static string Token(ServerCallContext context) => context.RequestHeaders.GetValue("authorization") ?? "";
}
