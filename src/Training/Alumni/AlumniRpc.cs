using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Personal;
using EGovPlatform.Values;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.TrainingService.Alumni;

/// <summary>The calls of AlumniService; what they mean stands in the proto.</summary>
public sealed class AlumniRpc(Resource<Participant> participants, Resource<Course> courses, NpgsqlDataSource database, TimeProvider time) : AlumniService.AlumniServiceBase
{
    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public override async Task<ListAlumniResponse> ListAlumni(ListAlumniRequest request, ServerCallContext context)
    {
        var code = request.Country.Split('/')[^1];
        var page = await participants.ListAsync<ListAlumniResponse>(
            new ListRequest
            {
                Parent = "courses/-/editions/-",
                Filter = "basis = ATTENDED alumni = true" + (code.Length > 0 ? $" countries:\"{code}\"" : ""),
                PageSize = request.PageSize,
                PageToken = request.PageToken,
            },
            context);

        // The column knows that consent was given and not taken back; that it holds today is told by its dates.
        foreach (var participant in page.Participants.Where(p => !Consents.Holds(p.Consents, ConsentPurpose.Alumni, Today)).ToList())
        {
            page.Participants.Remove(participant);
        }

        PersonalMask.Apply(page.Participants, context);
        return page;
    }

    public override async Task<AlumniSummary> SummarizeAlumni(SummarizeAlumniRequest request, ServerCallContext context)
    {
        var attended = await ReadAsync("select body from participants where basis = 'ATTENDED' and delete_time is null and $1 = ''", "", Participant.Parser, context.CancellationToken);
        return new AlumniSummary
        {
            Countries =
            {
                attended.GroupBy(p => p.Country, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new CountryAlumni
                {
                    Country = g.Key,
                    Attended = g.Count(),
                    Listed = g.Count(p => Consents.Holds(p.Consents, ConsentPurpose.Alumni, Today)),
                }),
            },
        };
    }

    public override async Task<CourseTotals> CompareCourseTotals(GetRequest request, ServerCallContext context)
    {
        var course = await courses.GetAsync(request, context);
        var editions = await ReadAsync("select body from course_editions where parent = $1 and delete_time is null and state <> 'CANCELLED' order by name", course.Name, CourseEdition.Parser, context.CancellationToken);
        var totals = new CourseTotals();
        foreach (var stated in course.RunningTotals)
        {
            var recorded = editions.Select(e => Term(e, stated)).OfType<Tally>().Aggregate(Tally.Empty, (sum, term) => sum + term);
            var comparison = RunningTotalRules.Compare(stated, recorded);
            var told = new TotalComparison { Stated = stated, Recorded = comparison.Recorded, Text = comparison.Text };
            if (comparison.DifferenceLower is { } lower)
            {
                told.DifferenceLower = lower;
            }

            if (comparison.DifferenceUpper is { } upper)
            {
                told.DifferenceUpper = upper;
            }

            totals.Comparisons.Add(told);
        }

        return totals;
    }

    // Null when the edition certainly lies outside; unknown when it may, or when nobody said how many attended.
    private static Tally? Term(CourseEdition edition, RunningTotal stated)
    {
        var within = DateRules.Within(edition.Period, DateRules.Earliest(stated.Since) ?? DateOnly.MinValue, DateRules.Latest(stated.AsOf) ?? DateOnly.MaxValue);
        var attended = edition.Participants.FirstOrDefault(c => c.Basis == CountBasis.Attended);
        return within == DateAnswer.No ? null : CountRules.Term(within == DateAnswer.Certainly ? attended ?? Unknown() : Unknown());
    }

    private static Count Unknown() => new() { Qualifier = Qualifier.Unknown };

    private async Task<List<T>> ReadAsync<T>(string sql, string value, MessageParser<T> parser, CancellationToken cancellation) where T : IMessage<T>
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return found;
    }
}
