using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Projects;

/// <summary>The calls of ProjectService; what they mean stands in the proto.</summary>
public sealed class ProjectRpc(Resource<Project> projects) : ProjectService.ProjectServiceBase
{
    public override Task<Project> GetProject(GetRequest request, ServerCallContext context) => projects.GetAsync(request, context);

    public override Task<ListProjectsResponse> ListProjects(ListRequest request, ServerCallContext context) => projects.ListAsync<ListProjectsResponse>(request, context);

    public override Task<BatchGetProjectsResponse> BatchGetProjects(BatchGetRequest request, ServerCallContext context) => projects.BatchGetAsync<BatchGetProjectsResponse>(request, context);

    public override Task<Project> CreateProject(CreateProjectRequest request, ServerCallContext context) => projects.CreateAsync(request, context);

    public override Task<Project> UpdateProject(UpdateProjectRequest request, ServerCallContext context) => projects.UpdateAsync(request, context);

    public override Task<Project> DeleteProject(DeleteRequest request, ServerCallContext context) => projects.DeleteAsync(request, context);

    public override Task<Project> UndeleteProject(UndeleteRequest request, ServerCallContext context) => projects.UndeleteAsync(request, context);

    public override Task<Project> StartProject(TransitionRequest request, ServerCallContext context) =>
        projects.TransitionAsync(request, ProjectState.Implementation, context, ProjectState.Pipeline);

    public override Task<Project> FinalizeProject(TransitionRequest request, ServerCallContext context) => projects.TransitionAsync(request, ProjectState.Finalization, context);

    public override Task<Project> CloseProject(TransitionRequest request, ServerCallContext context) => projects.TransitionAsync(request, ProjectState.Closed, context);

    public override Task<Project> SuspendProject(TransitionRequest request, ServerCallContext context) => projects.TransitionAsync(request, ProjectState.Suspended, context);

    public override Task<Project> ResumeProject(TransitionRequest request, ServerCallContext context) =>
        projects.TransitionAsync(request, ProjectState.Implementation, context, ProjectState.Suspended);

    public override Task<Project> CancelProject(TransitionRequest request, ServerCallContext context) => projects.TransitionAsync(request, ProjectState.Cancelled, context);
}
