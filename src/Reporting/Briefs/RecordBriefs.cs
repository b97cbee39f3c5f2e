using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Training.V1;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>One subject over all services, in sections by type of record.</summary>
public sealed class RecordBriefs(MartReader mart)
{
    private const int MaxEntries = 500;

    // In the order of a brief. Links and places are how records hang together, not what a reader looks for.
    private static readonly string[] Types =
    [
        "Agreement", "CooperationCenter", "NationalPlan", "Program", "Series", "Round", "Project", "Introduction", "SystemAsset", "Delegation", "Engagement", "ExpertDispatch", "Exhibit",
        "CourseEdition", "Participant", "Person", "Position", "Organization", "PartnerRequest", "FollowUp", "Output", "Decision", "Publication",
    ];

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, INVALID_FIELD.</exception>
    public Task<Brief> GetAsync(GetBriefRequest request, Caller caller, CancellationToken cancellation)
    {
        var scope = RecordScope.Read(request.Times, caller);
        var words = Words.In(request.LanguageCode);
        return mart.ReadAsync(async connection =>
        {
            var subject = await Subject.ReadAsync(connection, request.Name, scope, cancellation);
            var brief = new Brief
            {
                Name = subject.Name,
                ResourceType = subject.Type,
                Title = MessageFields.Title(subject.Message, words.Language),
                Names = { MessageFields.Names(subject.Message) },
                Also = { subject.Names.Where(n => n != subject.Name) },
                LanguageCode = words.Language,
            };
            var rows = await BriefRow.ReadAsync(connection, scope, Types, subject.Where, cancellation);
            brief.LeftOut = rows.Count(r => !r.Visible);
            brief.PrivatePeople = rows.Count(r => r is { Visible: true, Message: Participant { Person.Length: 0 } });
            foreach (var section in rows.Where(r => r.Visible && r.Message is not Participant { Person.Length: 0 }).GroupBy(r => r.Type, StringComparer.Ordinal).OrderBy(s => Array.IndexOf(Types, s.Key)))
            {
                brief.Sections.Add(new BriefSection
                {
                    ResourceType = section.Key,
                    Title = words.Of($"type.{section.Key}"),
                    Entries = { section.Take(MaxEntries).Select(r => r.ToEntry(words)) },
                    Total = section.Count(),
                });
            }

            brief.Positions.Add(await MartReader.PositionsAsync(connection, cancellation));
            return brief;
        }, cancellation);
    }
}
