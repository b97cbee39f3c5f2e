using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Evaluations;
using EGovPlatform.TrainingService.Personal;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Participants;

/// <summary>The calls of ParticipantService; what they mean stands in the proto.</summary>
public sealed class ParticipantRpc(Resource<Participant> participants, Resource<Nomination> nominations, OwnResponses responses, Retention retention, SignedNames signed) : ParticipantService.ParticipantServiceBase
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

    /// <summary>
    /// The nomination and the words written to evaluations are the same person's: they go first, so that a repetition
    /// after a failure finishes all. Passes and calendar addresses end.
    /// </summary>
    public override async Task<Participant> EraseParticipant(EraseRequest request, ServerCallContext context)
    {
        var participant = await participants.GetAsync(new GetRequest { Name = request.Name }, context);
        if (!request.ValidateOnly)
        {
            if (participant.Nomination.Length > 0)
            {
                await nominations.EraseAsync(new EraseRequest { Name = participant.Nomination, Reason = request.Reason }, context, _ => { });
            }

            await responses.EraseOfAsync(participant, request.Reason, context);
        }

        return await participants.EraseAsync(request, context, erased =>
        {
            erased.PassGeneration++;
            erased.CalendarGeneration++;
        });
    }

    public override async Task<ParticipantExport> ExportParticipant(GetRequest request, ServerCallContext context)
    {
        var participant = await participants.GetAsync(request, context);
        var trail = await participants.TrailAsync(participant.Name, context.CancellationToken);
        return new ParticipantExport { Participant = PersonalMask.Apply(participant, context), History = { trail.History }, Referrers = { trail.Referrers }, Reads = { Reads.Of(trail) }, Responses = { await responses.ListOfAsync(participant, context) } };
    }

    public override async Task<FindParticipantsResponse> FindParticipants(FindPersonalRequest request, ServerCallContext context) =>
        new() { Participants = { await participants.FindPersonalAsync(request.Text, context) } };

    public override Task<Operation> EraseDuePersonalData(EraseDueRequest request, ServerCallContext context) => retention.StartAsync(request);

    public override async Task<ParticipantPass> GetParticipantPass(GetRequest request, ServerCallContext context) => Pass(await participants.GetAsync(request, context));

    public override async Task<ParticipantPass> RenewParticipantPass(RenewTokenRequest request, ServerCallContext context)
    {
        var stored = await participants.ActAsync(new Act(request, context, request.Name, request.Etag, request.RequestId, request.ValidateOnly, request.Reason), (participant, _) =>
        {
            participant.PassGeneration++;
            return Task.FromResult<string?>("pass_renewed");
        });
        return request.ValidateOnly ? new ParticipantPass { Participant = stored.Name } : Pass(stored);
    }

    private ParticipantPass Pass(Participant participant)
    {
        var token = signed.Sign(SignedNames.Pass, new TokenName(participant.Name, participant.PassGeneration).ToString());
        return new ParticipantPass { Participant = participant.Name, Token = token, QrCode = ByteString.CopyFrom(QrCodes.Png(token)) };
    }
}
