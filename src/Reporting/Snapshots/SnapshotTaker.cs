using System.Security.Cryptography;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.ReportingService.Snapshots;

/// <summary>Asks a report and makes a snapshot of the answer.</summary>
public sealed class SnapshotTaker(ReportRunner runner, TimeProvider time)
{
    /// <summary>Most bytes of an answer that is kept: a record must fit in one message.</summary>
    public const int MaxBytes = 3_000_000;

    /// <summary>Fills a snapshot that says what to ask.</summary>
    /// <exception cref="Grpc.Core.RpcException">LIMIT_EXCEEDED, and what the report refuses.</exception>
    public async Task<Snapshot> FillAsync(Snapshot asked, Caller caller, CancellationToken cancellation)
    {
        var answer = await runner.RunAsync(asked.Report, asked.PublicOnly ? Caller.Anonymous : caller, cancellation);
        var snapshot = asked.Clone();
        snapshot.Data = ByteString.CopyFromUtf8(Json(answer));
        if (snapshot.Data.Length > MaxBytes)
        {
            throw Errors.LimitExceeded("report", $"{MaxBytes} bytes for one snapshot");
        }

        snapshot.Digest = Digest(snapshot.Data);
        snapshot.Positions.Clear();
        snapshot.Positions.Add(answer.Summary?.Positions ?? answer.CrossCheck.Positions);
        snapshot.TakenTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        if (asked.PublicOnly)
        {
            (snapshot.Record ??= new Record()).Visibility = new Visibility { Level = VisibilityLevel.Public };
        }

        return snapshot;
    }

    /// <summary>Compares a snapshot with its digest and with the answer of now.</summary>
    public async Task<VerifySnapshotResponse> VerifyAsync(Snapshot snapshot, Caller caller, CancellationToken cancellation)
    {
        var now = await runner.RunAsync(snapshot.Report, snapshot.PublicOnly ? Caller.Anonymous : caller, cancellation);
        var then = JsonParser.Default.Parse<RunReportResponse>(snapshot.Data.ToStringUtf8());
        foreach (var answer in new[] { now, then })
        {
            answer.Summary?.Positions.Clear();
            answer.CrossCheck?.Positions.Clear();
        }

        var digest = Digest(snapshot.Data);
        return new VerifySnapshotResponse { Intact = digest == snapshot.Digest, Digest = digest, SameNow = now.Equals(then) };
    }

    private static string Json(RunReportResponse answer) => JsonFormatter.Default.Format(answer);

    private static string Digest(ByteString data) => Convert.ToHexStringLower(SHA256.HashData(data.Span));
}
