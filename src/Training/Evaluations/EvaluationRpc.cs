using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Personal;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.TrainingService.Evaluations;

/// <summary>The calls of EvaluationService; what they mean stands in the proto.</summary>
public sealed class EvaluationRpc(Resource<Evaluation> evaluations, Resource<EvaluationResponse> responses, OwnResponses own, SignedNames signed, NpgsqlDataSource database, TimeProvider time) : EvaluationService.EvaluationServiceBase
{
    public override Task<Evaluation> GetEvaluation(GetRequest request, ServerCallContext context) => evaluations.GetAsync(request, context);

    public override Task<ListEvaluationsResponse> ListEvaluations(ListRequest request, ServerCallContext context) => evaluations.ListAsync<ListEvaluationsResponse>(request, context);

    public override Task<BatchGetEvaluationsResponse> BatchGetEvaluations(BatchGetRequest request, ServerCallContext context) => evaluations.BatchGetAsync<BatchGetEvaluationsResponse>(request, context);

    public override Task<Evaluation> CreateEvaluation(CreateEvaluationRequest request, ServerCallContext context) => evaluations.CreateAsync(request, context);

    public override Task<Evaluation> UpdateEvaluation(UpdateEvaluationRequest request, ServerCallContext context) => evaluations.UpdateAsync(request, context);

    public override Task<Evaluation> DeleteEvaluation(DeleteRequest request, ServerCallContext context) => evaluations.DeleteAsync(request, context);

    public override Task<Evaluation> UndeleteEvaluation(UndeleteRequest request, ServerCallContext context) => evaluations.UndeleteAsync(request, context);

    public override async Task<EvaluationSummary> SummarizeEvaluation(GetRequest request, ServerCallContext context)
    {
        var evaluation = await evaluations.GetAsync(request, context);
        await using var command = database.CreateCommand("select body from evaluation_responses where parent = $1 and delete_time is null order by name");
        command.Parameters.Add(new() { Value = evaluation.Name });
        await using var reader = await command.ExecuteReaderAsync(context.CancellationToken);
        var found = new List<EvaluationResponse>();
        while (await reader.ReadAsync(context.CancellationToken))
        {
            found.Add(EvaluationResponse.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return EvaluationResults.Of(evaluation, found);
    }

    public override async Task<SubmitEvaluationResponse> SubmitEvaluation(SubmitEvaluationRequest request, ServerCallContext context)
    {
        var evaluation = await FindAsync("evaluations", Evaluation.Parser, request.Name, context.CancellationToken);
        if (!EvaluationResponseTable.Takes(evaluation, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)))
        {
            throw Errors.InvalidField("name", "CLOSED", "Answers are not taken today.");
        }

        var pass = TokenName.Of(signed.Open(SignedNames.Pass, request.Pass));
        if (pass is null || !pass.Name.StartsWith(EvaluationTable.Type.Pattern.ParentOf(evaluation.Name) + "/", StringComparison.Ordinal))
        {
            throw Errors.InvalidField("pass", "NOT_GENUINE", "The pass is not one of this edition.");
        }

        var participant = await FindAsync("participants", Participant.Parser, pass.Name, context.CancellationToken);
        if (participant.PassGeneration != pass.Generation)
        {
            throw Errors.InvalidField("pass", "REVOKED", "The pass was taken back.");
        }

        await responses.CreateAsync(
            new CreateEvaluationResponseRequest
            {
                Parent = evaluation.Name,
                EvaluationResponseId = own.IdOf(evaluation.Name, participant.Name),
                EvaluationResponse = OwnResponses.Of(request.Answers, participant.Represents.Length > 0 ? participant.Represents : participant.Country),
            },
            context);
        return new SubmitEvaluationResponse();
    }

    // Whoever holds a pass may answer, and may read nothing.
    private async Task<T> FindAsync<T>(string table, MessageParser<T> parser, string name, CancellationToken cancellation) where T : IMessage<T>
    {
        await using var command = database.CreateCommand($"select body from {table} where name = $1 and delete_time is null");
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? parser.ParseFrom(body) : throw Errors.NotFound(name);
    }
}
