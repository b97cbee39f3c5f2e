using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Personal;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Participants;

/// <summary>The calls of ParticipantService; what they mean stands in the proto.</summary>
public sealed class ParticipantRpc(Resource<Participant> participants, Resource<Nomination> nominations, Retention retention, SignedNames signed) : ParticipantService.ParticipantServiceBase
{
    public override async Task<Participant> GetParticipant(GetRequest request, ServerCallContext context) => PersonalMask.Apply(await participants.GetAsync(request, context), context);

    public override async Task<ListParticipantsResponse> ListParticipants(ListRequest request, ServerCallContext context)
    {
        var page = await participants.ListAsync<ListParticipantsResponse>(request, context);
        PersonalMask.Apply(page.Participants, context);
        return page;
    }

    public override async Task<BatchGetParticipantsResponse> BatchGetParticipants(BatchGetRequest request, ServerCallContext context)
    {
        var found = await participants.BatchGetAsync<BatchGetParticipantsResponse>(request, context);
        PersonalMask.Apply(found.Participants, context);
        return found;
    }

    public override async Task<Participant> CreateParticipant(CreateParticipantRequest request, ServerCallContext context) => PersonalMask.Apply(await participants.CreateAsync(request, context), context);

    public override async Task<Participant> UpdateParticipant(UpdateParticipantRequest request, ServerCallContext context) => PersonalMask.Apply(await participants.UpdateAsync(request, context), context);

    public override async Task<Participant> DeleteParticipant(DeleteRequest request, ServerCallContext context) => PersonalMask.Apply(await participants.DeleteAsync(request, context), context);

    public override async Task<Participant> UndeleteParticipant(UndeleteRequest request, ServerCallContext context) => PersonalMask.Apply(await participants.UndeleteAsync(request, context), context);

    /// <summary>The nomination is the same person: it goes first, so that a repetition after a failure finishes both.</summary>
    public override async Task<Participant> EraseParticipant(EraseRequest request, ServerCallContext context)
    {
        var participant = await participants.GetAsync(new GetRequest { Name = request.Name }, context);
        if (participant.Nomination.Length > 0 && !request.ValidateOnly)
        {
            await nominations.EraseAsync(new EraseRequest { Name = participant.Nomination, Reason = request.Reason }, context, _ => { });
        }

        return await participants.EraseAsync(request, context, _ => { });
    }

    public override async Task<ParticipantExport> ExportParticipant(GetRequest request, ServerCallContext context)
    {
        var participant = await participants.GetAsync(request, context);
        var trail = await participants.TrailAsync(participant.Name, context.CancellationToken);
        return new ParticipantExport { Participant = PersonalMask.Apply(participant, context), History = { trail.History }, Referrers = { trail.Referrers }, Reads = { Reads.Of(trail) } };
    }

    public override async Task<FindParticipantsResponse> FindParticipants(FindPersonalRequest request, ServerCallContext context) =>
        new() { Participants = { await participants.FindPersonalAsync(request.Text, context) } };

    public override Task<Operation> EraseDuePersonalData(EraseDueRequest request, ServerCallContext context) => retention.StartAsync(request, context);

    public override async Task<ParticipantPass> GetParticipantPass(GetRequest request, ServerCallContext context)
    {
        var participant = await participants.GetAsync(request, context);
        var token = signed.Sign(SignedNames.Pass, participant.Name);
        return new ParticipantPass { Participant = participant.Name, Token = token, QrCode = Google.Protobuf.ByteString.CopyFrom(QrCodes.Png(token)) };
    }
}
