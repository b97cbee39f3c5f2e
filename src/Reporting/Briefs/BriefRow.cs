using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>One record of a brief.</summary>
internal sealed record BriefRow(string Name, string Type, bool Certain, bool Visible, string Program, string[] Publications, IMessage Message)
{
    /// <summary>Records of these types, by type and date, that a condition over `v r` asks for; those the caller may not see among them.</summary>
    public static async Task<List<BriefRow>> ReadAsync(NpgsqlConnection connection, RecordScope scope, string[] types, Action<SqlText> where, CancellationToken cancellation)
    {
        var sql = await scope.BeginAsync(connection, types, cancellation);
        sql.Add("select r.name, r.type, r.certain, r.visible, r.program, r.publications, m.body, r.state from v r join mart.record m on m.name = r.name and m.version = r.version where not r.private and ");
        where(sql);
        await using var command = sql.Add(" order by r.type, r.valid_from nulls last, r.name").Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<BriefRow>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new BriefRow(
                reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetString(4),
                reader.GetFieldValue<string[]>(5), Bodies.Parse(reader.GetString(1), reader.GetFieldValue<byte[]>(6))) { State = reader.GetString(7) });
        }

        return rows;
    }

    /// <summary>The state on the day asked for; without one, the record's.</summary>
    public string? State { get; init; }

    public BriefEntry ToEntry(Words? words = null)
    {
        words ??= Words.In("");
        var record = MessageFields.Record(Message);
        var entry = new BriefEntry
        {
            Name = Name,
            ResourceType = Type,
            Title = MessageFields.Title(Message, words.Language),
            Kind = MessageFields.ShortEnum(Message, "kind"),
            State = State ?? MessageFields.ShortEnum(Message, "state"),
            Date = RecordDates.Of(Message).Happened,
            Answer = Certain ? DateAnswer.Certainly : DateAnswer.Possibly,
            Certainty = record.Certainty,
            Sources = { record.Sources },
            // The owner says that values are rivals, this one where each was read.
            Warnings = { record.Warnings.Where(w => w.Rule != "RIVAL_VALUES"), RivalValues.Of(Message) },
        };
        entry.KindLabel = words.Of($"kind.{entry.Kind}");
        entry.StateLabel = words.Of($"state.{entry.State}");
        if (Message is Delegation { HeldMeetings: { } held } && StatedListRules.Reconcile(held) is { State: not (ReconciliationState.Complete or ReconciliationState.NotStated) } compared)
        {
            entry.Warnings.Add(new Warning { Rule = "STATED_LIST_DIFFERS", FieldPath = "held_meetings", Message = compared.Text });
        }

        if (Count() is { } counts)
        {
            entry.Count = CountRules.Sum([Star.Attended(counts)]);
        }

        return entry;
    }

    private IEnumerable<Count>? Count() => Message switch
    {
        Engagement e => e.Attendance,
        CourseEdition c => c.Participants,
        _ => null,
    };
}
