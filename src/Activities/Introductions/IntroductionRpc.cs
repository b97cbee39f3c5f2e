using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Introductions;

/// <summary>The calls of IntroductionService; what they mean stands in the proto.</summary>
public sealed class IntroductionRpc(Resource<Introduction> introductions) : IntroductionService.IntroductionServiceBase
{
    public override Task<Introduction> GetIntroduction(GetRequest request, ServerCallContext context) => introductions.GetAsync(request, context);

    public override Task<ListIntroductionsResponse> ListIntroductions(ListRequest request, ServerCallContext context) => introductions.ListAsync<ListIntroductionsResponse>(request, context);

    public override Task<BatchGetIntroductionsResponse> BatchGetIntroductions(BatchGetRequest request, ServerCallContext context) => introductions.BatchGetAsync<BatchGetIntroductionsResponse>(request, context);

    public override Task<Introduction> CreateIntroduction(CreateIntroductionRequest request, ServerCallContext context) => introductions.CreateAsync(request, context);

    public override Task<Introduction> UpdateIntroduction(UpdateIntroductionRequest request, ServerCallContext context) => introductions.UpdateAsync(request, context);

    public override Task<Introduction> DeleteIntroduction(DeleteRequest request, ServerCallContext context) => introductions.DeleteAsync(request, context);

    public override Task<Introduction> UndeleteIntroduction(UndeleteRequest request, ServerCallContext context) => introductions.UndeleteAsync(request, context);

    public override Task<Introduction> PrepareLawIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.LegalBasis, context);

    public override Task<Introduction> StudyIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.Feasibility, context);

    public override Task<Introduction> PlanIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.MasterPlan, context);

    public override Task<Introduction> FundIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.Funded, context);

    public override Task<Introduction> BuildIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.Building, context);

    public override Task<Introduction> LaunchIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.Live, context);

    public override Task<Introduction> VerifyIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.UseVerified, context);

    public override Task<Introduction> StallIntroduction(TransitionRequest request, ServerCallContext context) => introductions.TransitionAsync(request, IntroductionState.Stalled, context);
}
