using System.Text;
using EGovPlatform.Access;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Participants;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.TrainingService.Calendars;

/// <summary>The calls of CalendarService; what they mean stands in the proto.</summary>
public sealed class CalendarRpc(SignedNames signed, NpgsqlDataSource database) : CalendarService.CalendarServiceBase
{
    public override async Task<CalendarAddress> CreateCalendarAddress(CreateCalendarAddressRequest request, ServerCallContext context)
    {
        if (!CourseEditionTable.Type.Pattern.Matches(request.Name) && !ParticipantTable.Type.Pattern.Matches(request.Name))
        {
            throw Errors.InvalidField("name", "RESOURCE_NAME", "A course edition or a participant has a calendar.");
        }

        return await ExistsAsync(request.Name, context.CancellationToken)
            ? new CalendarAddress { Path = $"/v1/calendars/{signed.Sign(SignedNames.Calendar, request.Name)}" }
            : throw Errors.NotFound(request.Name);
    }

    public override async Task<HttpBody> GetCalendar(GetCalendarRequest request, ServerCallContext context)
    {
        var name = signed.Open(SignedNames.Calendar, request.Token) ?? throw Errors.NotFound("calendar");
        var participant = ParticipantTable.Type.Pattern.Matches(name) ? name : "";
        var editionName = participant.Length > 0 ? ParticipantTable.Type.Pattern.ParentOf(name) : name;
        var edition = await ExistsAsync(name, context.CancellationToken)
            ? (await ReadAsync("course_editions", "name", CourseEdition.Parser, editionName, context.CancellationToken)).FirstOrDefault()
            : null;
        var sessions = await ReadAsync("sessions", "parent", Session.Parser, editionName, context.CancellationToken);
        var text = EditionCalendar.Of(edition ?? throw Errors.NotFound("calendar"), sessions.Where(s => participant.Length == 0 || s.Participants.Count == 0 || s.Participants.Contains(participant)));
        return new HttpBody { ContentType = "text/calendar; charset=utf-8", Data = ByteString.CopyFrom(text, Encoding.UTF8) };
    }

    private async Task<bool> ExistsAsync(string name, CancellationToken cancellation)
    {
        var table = ParticipantTable.Type.Pattern.Matches(name) ? "participants" : "course_editions";
        await using var command = database.CreateCommand($"select 1 from {table} where name = $1 and delete_time is null");
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private async Task<List<T>> ReadAsync<T>(string table, string column, MessageParser<T> parser, string value, CancellationToken cancellation) where T : IMessage<T>
    {
        await using var command = database.CreateCommand($"select body from {table} where {column} = $1 and delete_time is null order by name");
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
