using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Editions;

/// <summary>The calls of CourseEditionService; what they mean stands in the proto.</summary>
public sealed class CourseEditionRpc(Resource<CourseEdition> courseEditions, EditionSummaries summaries) : CourseEditionService.CourseEditionServiceBase
{
    public override Task<CourseEdition> GetCourseEdition(GetRequest request, ServerCallContext context) => courseEditions.GetAsync(request, context);

    public override Task<ListCourseEditionsResponse> ListCourseEditions(ListRequest request, ServerCallContext context) => courseEditions.ListAsync<ListCourseEditionsResponse>(request, context);

    public override Task<BatchGetCourseEditionsResponse> BatchGetCourseEditions(BatchGetRequest request, ServerCallContext context) => courseEditions.BatchGetAsync<BatchGetCourseEditionsResponse>(request, context);

    public override Task<CourseEdition> CreateCourseEdition(CreateCourseEditionRequest request, ServerCallContext context) => courseEditions.CreateAsync(request, context);

    public override Task<CourseEdition> UpdateCourseEdition(UpdateCourseEditionRequest request, ServerCallContext context) => courseEditions.UpdateAsync(request, context);

    public override Task<CourseEdition> DeleteCourseEdition(DeleteRequest request, ServerCallContext context) => courseEditions.DeleteAsync(request, context);

    public override Task<CourseEdition> UndeleteCourseEdition(UndeleteRequest request, ServerCallContext context) => courseEditions.UndeleteAsync(request, context);

    public override Task<CourseEdition> AnnounceCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Announced, context);

    public override Task<CourseEdition> OpenNominationsCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Nominating, context);

    public override Task<CourseEdition> ConfirmCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Confirmed, context);

    public override Task<CourseEdition> StartCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Running, context);

    public override Task<CourseEdition> CompleteCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Completed, context);

    public override Task<CourseEdition> EvaluateCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Evaluated, context);

    public override Task<CourseEdition> CloseCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Closed, context);

    public override Task<CourseEdition> PostponeCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Postponed, context);

    public override Task<CourseEdition> CancelCourseEdition(TransitionRequest request, ServerCallContext context) => courseEditions.TransitionAsync(request, CourseEditionState.Cancelled, context);

    public override async Task<EditionSummary> SummarizeCourseEdition(GetRequest request, ServerCallContext context) =>
        await summaries.OfAsync(await courseEditions.GetAsync(request, context), context.CancellationToken);
}
