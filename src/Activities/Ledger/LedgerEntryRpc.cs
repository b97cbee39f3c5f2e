using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>The calls of LedgerEntryService; what they mean stands in the proto.</summary>
public sealed class LedgerEntryRpc(Resource<LedgerEntry> entries, LedgerBooking booking) : LedgerEntryService.LedgerEntryServiceBase
{
    public override Task<LedgerEntry> GetLedgerEntry(GetRequest request, ServerCallContext context) => entries.GetAsync(request, context);

    public override Task<ListLedgerEntriesResponse> ListLedgerEntries(ListRequest request, ServerCallContext context) => entries.ListAsync<ListLedgerEntriesResponse>(request, context);

    public override Task<BatchGetLedgerEntriesResponse> BatchGetLedgerEntries(BatchGetRequest request, ServerCallContext context) => entries.BatchGetAsync<BatchGetLedgerEntriesResponse>(request, context);

    public override Task<LedgerEntry> CreateLedgerEntry(CreateLedgerEntryRequest request, ServerCallContext context) => entries.CreateAsync(request, context);

    public override Task<LedgerEntry> UpdateLedgerEntry(UpdateLedgerEntryRequest request, ServerCallContext context) => entries.UpdateAsync(request, context);

    public override Task<LedgerEntry> DeleteLedgerEntry(DeleteRequest request, ServerCallContext context) => entries.DeleteAsync(request, context);

    public override Task<LedgerEntry> UndeleteLedgerEntry(UndeleteRequest request, ServerCallContext context) => entries.UndeleteAsync(request, context);

    public override Task<LedgerEntry> SubmitLedgerEntry(TransitionRequest request, ServerCallContext context) =>
        entries.ActAsync(Act.Of(request, context), (entry, neighbors) => booking.SubmitAsync(entry, request, context.Caller().Subject, neighbors));

    public override Task<LedgerEntry> ApproveLedgerEntry(TransitionRequest request, ServerCallContext context) =>
        entries.ActAsync(Act.Of(request, context), (entry, neighbors) => booking.ApproveAsync(entry, request, context.Caller().Subject, neighbors));

    public override Task<LedgerEntry> RejectLedgerEntry(TransitionRequest request, ServerCallContext context) => entries.TransitionAsync(request, LedgerEntryState.Rejected, context);
}
