using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.AccountingPeriods;

/// <summary>The calls of AccountingPeriodService; what they mean stands in the proto.</summary>
public sealed class AccountingPeriodRpc(Resource<AccountingPeriod> periods) : AccountingPeriodService.AccountingPeriodServiceBase
{
    public override Task<AccountingPeriod> GetAccountingPeriod(GetRequest request, ServerCallContext context) => periods.GetAsync(request, context);

    public override Task<ListAccountingPeriodsResponse> ListAccountingPeriods(ListRequest request, ServerCallContext context) => periods.ListAsync<ListAccountingPeriodsResponse>(request, context);

    public override Task<BatchGetAccountingPeriodsResponse> BatchGetAccountingPeriods(BatchGetRequest request, ServerCallContext context) => periods.BatchGetAsync<BatchGetAccountingPeriodsResponse>(request, context);

    public override Task<AccountingPeriod> CreateAccountingPeriod(CreateAccountingPeriodRequest request, ServerCallContext context) => periods.CreateAsync(request, context);

    public override Task<AccountingPeriod> UpdateAccountingPeriod(UpdateAccountingPeriodRequest request, ServerCallContext context) => periods.UpdateAsync(request, context);

    public override Task<AccountingPeriod> DeleteAccountingPeriod(DeleteRequest request, ServerCallContext context) => periods.DeleteAsync(request, context);

    public override Task<AccountingPeriod> UndeleteAccountingPeriod(UndeleteRequest request, ServerCallContext context) => periods.UndeleteAsync(request, context);

    public override Task<AccountingPeriod> CloseAccountingPeriod(TransitionRequest request, ServerCallContext context) => periods.TransitionAsync(request, AccountingPeriodState.Closed, context);
}
