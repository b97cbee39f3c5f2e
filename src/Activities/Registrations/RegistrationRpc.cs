using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Registrations;

/// <summary>The calls of RegistrationService; what they mean stands in the proto.</summary>
public sealed class RegistrationRpc(Resource<Registration> registrations, RegistrationMoves moves) : RegistrationService.RegistrationServiceBase
{
    public override Task<Registration> GetRegistration(GetRequest request, ServerCallContext context) => registrations.GetAsync(request, context);

    public override Task<ListRegistrationsResponse> ListRegistrations(ListRequest request, ServerCallContext context) => registrations.ListAsync<ListRegistrationsResponse>(request, context);

    public override Task<BatchGetRegistrationsResponse> BatchGetRegistrations(BatchGetRequest request, ServerCallContext context) => registrations.BatchGetAsync<BatchGetRegistrationsResponse>(request, context);

    public override Task<Registration> CreateRegistration(CreateRegistrationRequest request, ServerCallContext context) => moves.CreateAsync(request, context);

    public override Task<Registration> UpdateRegistration(UpdateRegistrationRequest request, ServerCallContext context) => registrations.UpdateAsync(request, context);

    public override Task<Registration> DeleteRegistration(DeleteRequest request, ServerCallContext context) => registrations.DeleteAsync(request, context);

    public override Task<Registration> UndeleteRegistration(UndeleteRequest request, ServerCallContext context) => registrations.UndeleteAsync(request, context);

    public override Task<Registration> ApproveRegistration(TransitionRequest request, ServerCallContext context) => moves.ApproveAsync(request, context);

    public override Task<Registration> CancelRegistration(TransitionRequest request, ServerCallContext context) => moves.CancelAsync(request, context);

    public override Task<Registration> RefuseRegistration(TransitionRequest request, ServerCallContext context) => registrations.TransitionAsync(request, RegistrationState.Refused, context);

    public override Task<Registration> AttendRegistration(TransitionRequest request, ServerCallContext context) => registrations.TransitionAsync(request, RegistrationState.Attended, context);

    public override Task<Registration> MissRegistration(TransitionRequest request, ServerCallContext context) => registrations.TransitionAsync(request, RegistrationState.Absent, context);
}
