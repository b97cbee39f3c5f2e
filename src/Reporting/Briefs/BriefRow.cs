using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>One record of a brief.</summary>
internal sealed record BriefRow(string Name, string Type, bool Certain, bool Visible, string Program, string[] Publications, IMessage Message)
{
    public BriefEntry ToEntry()
    {
        var record = MessageFields.Record(Message);
        var entry = new BriefEntry
        {
            Name = Name,
            ResourceType = Type,
            Title = MessageFields.Title(Message),
            Kind = MessageFields.ShortEnum(Message, "kind"),
            State = MessageFields.ShortEnum(Message, "state"),
            Date = RecordDates.Of(Message).Happened,
            Answer = Certain ? DateAnswer.Certainly : DateAnswer.Possibly,
            Certainty = record.Certainty,
            Sources = { record.Sources },
            // The owner says that values are rivals, this one where each was read.
            Warnings = { record.Warnings.Where(w => w.Rule != "RIVAL_VALUES"), RivalValues.Of(Message) },
        };
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
