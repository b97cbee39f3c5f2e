using System.Text;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Participants;
using EGovPlatform.TrainingService.Personal;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.TrainingService.Calendars;

/// <summary>The calls of CalendarService; what they mean stands in the proto.</summary>
public sealed class CalendarRpc(Resource<CourseEdition> editions, Resource<Participant> participants, SignedNames signed, NpgsqlDataSource database) : CalendarService.CalendarServiceBase
{
    public override async Task<CalendarAddress> CreateCalendarAddress(CreateCalendarAddressRequest request, ServerCallContext context)
    {
        CheckName(request.Name);
        // Whoever may not see the record gets no address of its calendar.
        _ = IsParticipant(request.Name)
            ? (IMessage)await participants.GetAsync(new GetRequest { Name = request.Name }, context)
            : await editions.GetAsync(new GetRequest { Name = request.Name }, context);
        return Address(request.Name, await GenerationAsync(request.Name, context.CancellationToken) ?? throw Errors.NotFound(request.Name));
    }

    public override async Task<CalendarAddress> RenewCalendarAddress(RenewTokenRequest request, ServerCallContext context)
    {
        CheckName(request.Name);
        var act = new Act(request, context, request.Name, request.Etag, request.RequestId, request.ValidateOnly, request.Reason);
        var generation = IsParticipant(request.Name)
            ? (await participants.ActAsync(act, (participant, _) => Renewed(participant.CalendarGeneration++))).CalendarGeneration
            : (await editions.ActAsync(act, (edition, _) => Renewed(edition.CalendarGeneration++))).CalendarGeneration;
        return request.ValidateOnly ? new CalendarAddress() : Address(request.Name, generation);

        static Task<string?> Renewed(int _) => Task.FromResult<string?>("calendar_renewed");
    }

    public override async Task<HttpBody> GetCalendar(GetCalendarRequest request, ServerCallContext context)
    {
        var token = TokenName.Of(signed.Open(SignedNames.Calendar, request.Token)) ?? throw Errors.NotFound("calendar");
        if (await GenerationAsync(token.Name, context.CancellationToken) != token.Generation)
        {
            throw Errors.NotFound("calendar");
        }

        var participant = IsParticipant(token.Name) ? token.Name : "";
        var editionName = participant.Length > 0 ? ParticipantTable.Type.Pattern.ParentOf(token.Name) : token.Name;
        var edition = (await ReadAsync("course_editions", "name", CourseEdition.Parser, editionName, context.CancellationToken)).FirstOrDefault();
        var sessions = await ReadAsync("sessions", "parent", Session.Parser, editionName, context.CancellationToken);
        var text = EditionCalendar.Of(edition ?? throw Errors.NotFound("calendar"), sessions.Where(s => participant.Length == 0 || s.Participants.Count == 0 || s.Participants.Contains(participant)));
        return new HttpBody { ContentType = "text/calendar; charset=utf-8", Data = ByteString.CopyFrom(text, Encoding.UTF8) };
    }

    private static void CheckName(string name)
    {
        if (!CourseEditionTable.Type.Pattern.Matches(name) && !IsParticipant(name))
        {
            throw Errors.InvalidField("name", "RESOURCE_NAME", "A course edition or a participant has a calendar.");
        }
    }

    private static bool IsParticipant(string name) => ParticipantTable.Type.Pattern.Matches(name);

    private CalendarAddress Address(string name, int generation) => new() { Path = $"/v1/calendars/{signed.Sign(SignedNames.Calendar, new TokenName(name, generation).ToString())}" };

    // Null when the record is not there.
    private async Task<int?> GenerationAsync(string name, CancellationToken cancellation) => IsParticipant(name)
        ? (await ReadAsync("participants", "name", Participant.Parser, name, cancellation)).FirstOrDefault()?.CalendarGeneration
        : (await ReadAsync("course_editions", "name", CourseEdition.Parser, name, cancellation)).FirstOrDefault()?.CalendarGeneration;

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
