using EGovPlatform.Countries.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.Assessments;

/// <summary>The calls of AssessmentService; what they mean stands in the proto.</summary>
public sealed class AssessmentRpc(Resource<Assessment> assessments) : AssessmentService.AssessmentServiceBase
{
    public override Task<Assessment> GetAssessment(GetRequest request, ServerCallContext context) => assessments.GetAsync(request, context);

    public override Task<ListAssessmentsResponse> ListAssessments(ListRequest request, ServerCallContext context) => assessments.ListAsync<ListAssessmentsResponse>(request, context);

    public override Task<BatchGetAssessmentsResponse> BatchGetAssessments(BatchGetRequest request, ServerCallContext context) => assessments.BatchGetAsync<BatchGetAssessmentsResponse>(request, context);

    public override Task<Assessment> CreateAssessment(CreateAssessmentRequest request, ServerCallContext context) => assessments.CreateAsync(request, context);

    public override Task<Assessment> UpdateAssessment(UpdateAssessmentRequest request, ServerCallContext context) => assessments.UpdateAsync(request, context);

    public override Task<Assessment> DeleteAssessment(DeleteRequest request, ServerCallContext context) => assessments.DeleteAsync(request, context);

    public override Task<Assessment> UndeleteAssessment(UndeleteRequest request, ServerCallContext context) => assessments.UndeleteAsync(request, context);
}
