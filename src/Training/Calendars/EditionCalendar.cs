using EGovPlatform.Training.V1;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Calendars;

/// <summary>An edition and its sessions as a calendar. Names no person.</summary>
internal static class EditionCalendar
{
    public static string Of(CourseEdition edition, IEnumerable<Session> sessions)
    {
        var title = edition.Titles.FirstOrDefault()?.Text is { Length: > 0 } named ? named : edition.Theme.Length > 0 ? edition.Theme : edition.Name;
        var whole = new CalendarEntry(
            edition.Name, edition.Etag, edition.UpdateTime?.ToDateTimeOffset(), edition.Period, title, Status(edition.State == CourseEditionState.Cancelled, edition.State >= CourseEditionState.Confirmed));
        return CalendarText.Of("Training", title, sessions.Where(s => s.State != SessionState.Postponed).Select(Of).Prepend(whole));
    }

    private static CalendarEntry Of(Session session)
    {
        var summary = session.Title.Length > 0 ? session.Title : session.KindAsPrinted.Length > 0 ? session.KindAsPrinted : session.Kind.ToString();
        return new CalendarEntry(
            session.Name, session.Etag, session.UpdateTime?.ToDateTimeOffset(), session.Date, summary, Status(session.State == SessionState.Cancelled, session.State == SessionState.Held))
        {
            Location = session.Room,
        };
    }

    private static CalendarStatus Status(bool cancelled, bool sure) => cancelled ? CalendarStatus.Cancelled : sure ? CalendarStatus.Confirmed : CalendarStatus.Tentative;
}
