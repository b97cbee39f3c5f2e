using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Participants;

/// <summary>The calls of ParticipantService; what they mean stands in the proto.</summary>
public sealed class ParticipantRpc(Resource<Participant> participants) : ParticipantService.ParticipantServiceBase
{
    public override Task<Participant> GetParticipant(GetRequest request, ServerCallContext context) => participants.GetAsync(request, context);

    public override Task<ListParticipantsResponse> ListParticipants(ListRequest request, ServerCallContext context) => participants.ListAsync<ListParticipantsResponse>(request, context);

    public override Task<BatchGetParticipantsResponse> BatchGetParticipants(BatchGetRequest request, ServerCallContext context) => participants.BatchGetAsync<BatchGetParticipantsResponse>(request, context);

    public override Task<Participant> CreateParticipant(CreateParticipantRequest request, ServerCallContext context) => participants.CreateAsync(request, context);

    public override Task<Participant> UpdateParticipant(UpdateParticipantRequest request, ServerCallContext context) => participants.UpdateAsync(request, context);

    public override Task<Participant> DeleteParticipant(DeleteRequest request, ServerCallContext context) => participants.DeleteAsync(request, context);

    public override Task<Participant> UndeleteParticipant(UndeleteRequest request, ServerCallContext context) => participants.UndeleteAsync(request, context);
}
