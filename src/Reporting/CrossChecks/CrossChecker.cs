using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Summaries;
using Npgsql;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>A general question over all records, as one or more rows.</summary>
internal delegate Task<IEnumerable<Answer>> Question(RecordSet records, string home);

/// <summary>General questions over the records of all services. None of them knows of any one document.</summary>
public sealed class CrossChecker(MartReader mart, IConfiguration configuration, TimeProvider time)
{
    private static readonly Question[] Questions =
    [
        CountryQuestions.NamedAsync,
        CountryQuestions.InSeveralPublicationsAsync,
        DelegationQuestions.AskAsync,
        AgreementQuestions.AskAsync,
        TrainingQuestions.CoursesAsync,
        EventQuestions.AskAsync,
        TrainingQuestions.TraineesAsync,
        RoundQuestions.BudgetsAsync,
        PeopleQuestions.AskAsync,
        FollowUpQuestions.AskAsync,
        ProjectQuestions.AskAsync,
        RoundQuestions.AreasAsync,
        LineageQuestions.AskAsync,
    ];

    private readonly string home = configuration["Home:Country"] ?? "countries/KR";

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    public Task<CrossCheck> GetAsync(GetCrossCheckRequest request, Caller caller, CancellationToken cancellation)
    {
        var scope = RecordScope.Read(request.Times, caller);
        return mart.ReadAsync(async connection =>
        {
            var records = new RecordSet(connection, scope, request.Filter, duplicates: false, cancellation, new SummarySetting(home, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), Naming.Now));
            var answer = new CrossCheck { LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation) };
            foreach (var question in Questions)
            {
                answer.Rows.Add((await question(records, home)).Select(a => a.ToRow()));
            }

            await LabelAsync(connection, answer, caller, cancellation);
            answer.Positions.Add(await MartReader.PositionsAsync(connection, cancellation));
            return answer;
        }, cancellation);
    }

    private static async Task LabelAsync(NpgsqlConnection connection, CrossCheck answer, Caller caller, CancellationToken cancellation)
    {
        var parts = answer.Rows.SelectMany(r => r.Parts).Where(p => p.Label.Length == 0).ToList();
        var labels = await Labels.ReadAsync(connection, parts.Select(p => p.Key), "en", caller, cancellation);
        foreach (var part in parts)
        {
            part.Label = labels.GetValueOrDefault(part.Key) ?? Labels.Of(part.Key);
        }
    }
}
