using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Projection;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.ReportingService.Operator;

/// <summary>How far the projection is.</summary>
internal static class ProjectionStatusReader
{
    public static async Task<ProjectionStatus> ReadAsync(NpgsqlConnection connection, bool withDigest, CancellationToken cancellation)
    {
        var status = new ProjectionStatus();
        await using (var command = new NpgsqlCommand("""
            select s.service, coalesce(c.position, 0), s.last_position, s.applied_time,
                (select count(*) from parked p where p.direction = 'in' and p.source = s.service)
            from projection_source s left join cursor_position c on c.reader = 'from:' || s.service order by s.service
            """, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                status.Sources.Add(new SourceStatus
                {
                    Service = reader.GetString(0),
                    Position = reader.GetInt64(1),
                    LastPosition = reader.GetInt64(2),
                    AppliedTime = reader.GetDateTime(3).ToTimestamp(),
                    Parked = reader.GetInt64(4),
                });
            }
        }

        await using (var command = new NpgsqlCommand("select coalesce((select name from operation where kind = 'rebuild' and not done order by create_time desc limit 1), '')", connection))
        {
            status.Operation = (string)(await command.ExecuteScalarAsync(cancellation))!;
        }

        status.Digest = withDigest ? await MartDigest.ComputeAsync(connection, Projector.Mart, cancellation) : "";
        return status;
    }
}
