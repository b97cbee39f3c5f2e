using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Programs;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>The calls of ProgramService; what they mean stands in the proto.</summary>
public sealed class ProgramRpc(Resource<Program> programs) : ProgramService.ProgramServiceBase
{
    public override Task<Program> GetProgram(GetRequest request, ServerCallContext context) => programs.GetAsync(request, context);

    public override Task<ListProgramsResponse> ListPrograms(ListRequest request, ServerCallContext context) => programs.ListAsync<ListProgramsResponse>(request, context);

    public override Task<BatchGetProgramsResponse> BatchGetPrograms(BatchGetRequest request, ServerCallContext context) => programs.BatchGetAsync<BatchGetProgramsResponse>(request, context);

    public override Task<Program> CreateProgram(CreateProgramRequest request, ServerCallContext context) => programs.CreateAsync(request, context);

    public override Task<Program> UpdateProgram(UpdateProgramRequest request, ServerCallContext context) => programs.UpdateAsync(request, context);

    public override Task<Program> DeleteProgram(DeleteRequest request, ServerCallContext context) => programs.DeleteAsync(request, context);

    public override Task<Program> UndeleteProgram(UndeleteRequest request, ServerCallContext context) => programs.UndeleteAsync(request, context);
}
