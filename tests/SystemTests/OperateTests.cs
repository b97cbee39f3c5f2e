using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Protobuf;

namespace EGovPlatform.SystemTests;

/// <summary>The operator's commands through the gateway, on real processes.</summary>
public sealed class OperateTests(Platform platform)
{
    private static readonly string[] Services = ["countries", "activities", "training", "reporting", "integration"];

    [Fact]
    public Task Every_service_consumes_and_has_sent_and_applied_what_was_committed() => Eventually.PassesAsync("all services to be up to date", async () =>
    {
        var (code, output) = await platform.EgovAsync("operate", "lag");

        Assert.True(code == 0, output);
        Assert.All(Services, service => Assert.Matches($@"(?m)^{service} +committed (\d+), sent \1; queue \d+; parked 0 out, 0 in", output));
        Assert.Equal(8, System.Text.RegularExpressions.Regex.Count(output, @"(?m)^  from (\w+) +applied (\d+) of \2\r?$"));
    });

    [Fact]
    public async Task A_parked_change_is_listed_tried_again_and_gone()
    {
        var (code, output) = await platform.EgovAsync("operate", "parked");
        Assert.True(code == 0, output);

        var change = new Change { Service = "activities", Position = long.MaxValue, Name = "projects/never-was", Version = 1, EventType = "egov.activities.project.created", Deleted = true };
        await platform.ExecuteAsync("trainingdb", """
            insert into parked (direction, source, position, event_type, name, reason, change) values ('in', 'activities', $1, $2, $3, 'put there by a test', $4)
            """, change.Position, change.EventType, change.Name, change.ToByteArray());
        var name = $"services/training/parkedChanges/in-activities-{long.MaxValue}";

        (code, output) = await platform.EgovAsync("operate", "parked", "training");
        Assert.Equal(1, code);
        Assert.Contains($"{name} egov.activities.project.created projects/never-was", output, StringComparison.Ordinal);
        Assert.Contains("put there by a test", output, StringComparison.Ordinal);

        (code, output) = await platform.EgovAsync("operate", "retry", name);
        Assert.True(code == 0, output);
        (code, output) = await platform.EgovAsync("operate", "parked", "training");
        Assert.True(code == 0, output);
        (code, output) = await platform.EgovAsync("operate", "drop", name, "--reason", "gone already");
        Assert.NotEqual(0, code);
        Assert.Contains("NotFound: There is no", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_projection_is_what_the_logs_make_and_a_row_changed_by_hand_is_found()
    {
        var (code, output) = await platform.EgovAsync("operate", "verify", "reporting");
        Assert.True(code == 0, output);
        Assert.Contains("Equal to one built from", output, StringComparison.Ordinal);

        const string flip = "update mart.head set version = -version where name = (select min(name) from mart.head)";
        await platform.ExecuteAsync("reportingdb", flip);
        try
        {
            (code, output) = await platform.EgovAsync("operate", "verify", "reporting");
            Assert.Equal(1, code);
            Assert.Contains("DIFFERENT", output, StringComparison.Ordinal);
        }
        finally
        {
            await platform.ExecuteAsync("reportingdb", flip);
        }
    }
}
