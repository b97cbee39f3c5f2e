using System.Text;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.ActivitiesService.Delegations;
using EGovPlatform.ActivitiesService.Programs;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.ActivitiesService.Calendars;

/// <summary>The calls of CalendarService; what they mean stands in the proto.</summary>
public sealed class CalendarRpc(SignedNames signed, NpgsqlDataSource database, ServiceIdentity self, TimeProvider time) : CalendarService.CalendarServiceBase
{
    // Who may read is part of what is signed: nobody turns one address into the other.
    private const string Internal = SignedNames.Calendar + " internal";

    public override async Task<CalendarAddress> CreateCalendarAddress(CreateCalendarAddressRequest request, ServerCallContext context)
    {
        if (!IsCountry(request.Name) && TableOf(request.Name) is null)
        {
            throw Errors.InvalidField("name", "RESOURCE_NAME", "A country, a program or a delegation has a calendar.");
        }

        return await ExistsAsync(request.Name, context.CancellationToken)
            ? new CalendarAddress { Path = $"/v1/activityCalendars/{(request.Internal ? signed.Sign(Internal, $"{request.Name} {context.Caller().Workspace}".TrimEnd()) : signed.Sign(SignedNames.Calendar, request.Name))}" }
            : throw Errors.NotFound(request.Name);
    }

    public override async Task<HttpBody> GetCalendar(GetCalendarRequest request, ServerCallContext context)
    {
        var (name, reader) = Opened(request.Token);
        if (!await ExistsAsync(name, context.CancellationToken))
        {
            throw Errors.NotFound("calendar");
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        var entries = await new CalendarRecords(connection, reader, today, context.CancellationToken).AboutAsync(name);
        return new HttpBody { ContentType = "text/calendar; charset=utf-8", Data = ByteString.CopyFrom(CalendarText.Of("Activities", name, entries), Encoding.UTF8) };
    }

    // An internal address shows what is seen in the workspace of who made it.
    private (string Name, Caller Reader) Opened(string token)
    {
        if (signed.Open(SignedNames.Calendar, token) is { } open)
        {
            return (open, Caller.Anonymous);
        }

        var parts = (signed.Open(Internal, token) ?? throw Errors.NotFound("calendar")).Split(' ', 2);
        return (parts[0], new Caller($"system/{self.Name}", new HashSet<Role> { Role.Viewer }, [], [], "") { Workspace = parts.ElementAtOrDefault(1) ?? "" });
    }

    private static bool IsCountry(string name) => name.StartsWith("countries/", StringComparison.Ordinal) && name.Split('/') is [_, { Length: 2 }];

    private static string? TableOf(string name) =>
        ProgramTable.Type.Pattern.Matches(name) ? ProgramTable.Type.Table : DelegationTable.Type.Pattern.Matches(name) ? DelegationTable.Type.Table : null;

    // A country belongs to another service; without records its calendar is empty.
    private async Task<bool> ExistsAsync(string name, CancellationToken cancellation)
    {
        if (TableOf(name) is not { } table)
        {
            return true;
        }

        await using var command = database.CreateCommand($"select 1 from {table} where name = $1 and delete_time is null");
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }
}
