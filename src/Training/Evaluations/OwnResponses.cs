using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.TrainingService.Evaluations;

/// <summary>
/// Ties a participant to what they answered, which the platform's key alone can do. Scores count for ever; words are
/// sealed for the person and go with an erase.
/// </summary>
public sealed class OwnResponses(Resource<EvaluationResponse> responses, SignedNames signed, NpgsqlDataSource database)
{
    /// <summary>A response with its words apart from its scores.</summary>
    public static EvaluationResponse Of(IReadOnlyCollection<EvaluationAnswer> answers, string group)
    {
        var response = new EvaluationResponse { Answers = { answers.Select(a => a.Clone()) }, Group = group };
        foreach (var answer in response.Answers)
        {
            answer.Text = "";
        }

        if (answers.Any(a => a.Text.Length > 0))
        {
            response.Private = new EvaluationWords { Answers = { answers.Where(a => a.Text.Length > 0).Select(a => new EvaluationAnswer { Question = a.Question, Text = a.Text }) } };
        }

        return response;
    }

    public string IdOf(string evaluation, string participant) => signed.Pseudonym("evaluation", $"{evaluation} {participant}");

    /// <summary>Erases the words a participant wrote, in every evaluation of the edition.</summary>
    public async Task EraseOfAsync(Participant participant, string reason, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(participant);
        foreach (var name in await WrittenAsync(participant.Name, call.CancellationToken))
        {
            await responses.EraseAsync(new EraseRequest { Name = name, Reason = reason }, call, _ => { });
        }
    }

    /// <summary>What a participant answered in the evaluations of the edition, words open.</summary>
    public async Task<IReadOnlyList<EvaluationResponse>> ListOfAsync(Participant participant, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(participant);
        var found = new List<EvaluationResponse>();
        foreach (var name in await WrittenAsync(participant.Name, call.CancellationToken))
        {
            found.Add(await responses.GetAsync(new GetRequest { Name = name }, call));
        }

        return found;
    }

    private async Task<IReadOnlyList<string>> WrittenAsync(string participant, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select v.name, r.name from evaluations v join evaluation_responses r on r.parent = v.name where v.parent = $1");
        command.Parameters.Add(new() { Value = string.Join('/', participant.Split('/').Take(4)) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetString(1) == $"{reader.GetString(0)}/responses/{IdOf(reader.GetString(0), participant)}")
            {
                found.Add(reader.GetString(1));
            }
        }

        return found;
    }
}
