using EGovPlatform.Access.Tests.Contracts;
using EGovPlatform.Testing;
using EGovPlatform.Values;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.Access.Tests;

public sealed class ErrorTests
{
    [Fact]
    public void All_violations_are_listed_with_their_rules()
    {
        var status = Errors.InvalidFields([new("title", "REQUIRED", "Give one."), new("legs[0].period", "DATE_SYNTAX", "Not a date.")]).GetRpcStatus()!;
        Assert.Equal((int)StatusCode.InvalidArgument, status.Code);
        Assert.Equal(2, status.Details.Count);
        var violations = status.GetDetail<BadRequest>()!.FieldViolations;
        Assert.Equal(["title", "legs[0].period"], violations.Select(v => v.Field));
        Assert.Equal("DATE_SYNTAX: Not a date.", violations[1].Description);
        Assert.Equal("INVALID_FIELD", Reason(status));
    }

    [Fact]
    public void Every_error_says_its_reason()
    {
        // The reason is field 1 of ErrorInfo on the wire, whatever the generated class calls it.
        Assert.Equal("ETAG_MISMATCH", Reason(Errors.EtagMismatch("countries/PE", "\"1\"", "\"2\"").GetRpcStatus()!));
        Assert.Equal("ILLEGAL_TRANSITION", Reason(Errors.IllegalTransition("agreements/a", "SIGNED", "DRAFT", ["EXPIRED"]).GetRpcStatus()!));
        Assert.Equal("REQUEST_ID_REUSED", Reason(Errors.RequestIdReused("1").GetRpcStatus()!));
    }

    [Fact]
    public void Very_long_values_do_not_break_the_trailers()
    {
        var many = Enumerable.Range(0, 1000).Select(i => new FieldViolation($"f{i}", "RULE", new string('x', 10_000)));
        var status = Errors.InvalidFields(many).GetRpcStatus()!;
        Assert.InRange(status.CalculateSize(), 1, 6 * 1024);
        Assert.Equal("1000", status.GetDetail<ErrorInfo>()!.Metadata["violations"]);
    }

    [Fact]
    public async Task An_unexpected_exception_tells_the_caller_nothing_but_a_trace_id()
    {
        await using var service = await RunningService.StartAsync(SampleRpc.Build);
        service.Logs.Expect("/access.tests.SampleService/Fail failed");
        var e = await FailAsync(service, "boom");
        Assert.Equal(StatusCode.Internal, e.StatusCode);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        var traceId = e.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata["trace_id"];
        Assert.Contains(service.Logs.Lines, l => l.Text.Contains(traceId, StringComparison.Ordinal) && l.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_database_is_unavailable_and_a_typed_error_passes()
    {
        await using var service = await RunningService.StartAsync(SampleRpc.Build);
        var lost = await FailAsync(service, "database");
        Assert.Equal(StatusCode.Unavailable, lost.StatusCode);
        Assert.NotNull(lost.GetRpcStatus()!.GetDetail<RetryInfo>());
        var typed = await FailAsync(service, "typed");
        Assert.Equal(StatusCode.NotFound, typed.StatusCode);
        Assert.Equal("notes/1", typed.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata["name"]);
    }

    [Theory]
    [InlineData("no primary", StatusCode.Unavailable)]
    [InlineData("read-only", StatusCode.Unavailable)]
    [InlineData("column", StatusCode.Internal)]
    public async Task Of_several_databases_none_may_be_the_primary_just_now(string how, StatusCode expected)
    {
        await using var service = await RunningService.StartAsync(SampleRpc.Build);
        service.Logs.Expect("/access.tests.SampleService/Fail failed");
        Assert.Equal(expected, (await FailAsync(service, how)).StatusCode);
    }

    private static string Reason(Google.Rpc.Status status) =>
        (string)ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.GetValue(status.GetDetail<ErrorInfo>()!);

    private static async Task<RpcException> FailAsync(RunningService service, string how) =>
        await Assert.ThrowsAsync<RpcException>(async () => await new SampleService.SampleServiceClient(service.Channel()).FailAsync(new Note { Text = how }));
}
