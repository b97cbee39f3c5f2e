using EGovPlatform.Access.Tests.Contracts;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.Access.Tests;

public sealed class PolicyTests(PolicyTests.Sample sample) : IClassFixture<PolicyTests.Sample>
{
    /// <summary>Methods with the roles that may call them; who is not named here must be refused.</summary>
    public static readonly TheoryData<string, Role[]> Matrix = new()
    {
        { "Read", [Role.Viewer, Role.Editor] },
        { "Write", [Role.Editor] },
        { "Decide", [Role.Approver, Role.CouncilMember] },
        { "Follow", [Role.Viewer] },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Only_the_roles_of_the_policy_may_call(string method, Role[] allowed)
    {
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Unspecified))
        {
            var status = await CallAsync(method, sample.Service.Channel(role).CreateCallInvoker());
            Assert.True(status == (allowed.Contains(role) ? StatusCode.OK : StatusCode.PermissionDenied), $"{role} calling {method}: {status}");
        }

        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(method, sample.Service.Channel().CreateCallInvoker()));
        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(method, sample.Service.ChannelWith("nonsense").CreateCallInvoker()));
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("Viewer")]
    [InlineData("ROLE_VIEWER")]
    [InlineData("viewer,editor")]
    [InlineData("1")]
    [InlineData("")]
    public void An_unknown_role_counts_for_nothing(string name) => Assert.False(RoleNames.TryParse(name, out _));

    [Fact]
    public async Task Anyone_may_call_what_is_open_and_a_bad_token_does_not_harm()
    {
        Assert.Equal("anonymous", (await Client(sample.Service.Channel().CreateCallInvoker()).OpenAsync(new Note())).Text);
        Assert.Equal("anonymous", (await Client(sample.Service.ChannelWith("nonsense").CreateCallInvoker()).OpenAsync(new Note())).Text);
    }

    [Fact]
    public async Task The_handler_sees_the_subject()
    {
        var token = TestIssuer.Token("ana", [Role.Viewer], countries: ["countries/PE"]);
        Assert.Equal("ana", (await Client(sample.Service.ChannelWith(token).CreateCallInvoker()).ReadAsync(new Note())).Text);
    }

    [Fact]
    public async Task A_refusal_names_method_and_roles()
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Client(sample.Service.Channel(Role.Partner).CreateCallInvoker()).DecideAsync(new Note()));
        var info = e.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        Assert.Equal("egovplatform", info.Domain);
        Assert.Equal("/access.tests.SampleService/Decide", info.Metadata["method"]);
        Assert.Equal("approver,council_member", info.Metadata["roles"]);
    }

    [Fact]
    public async Task A_method_without_a_policy_stops_the_start_and_is_named()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningService.StartAsync(CarelessRpc.Build));
        Assert.Contains("/access.tests.CarelessService/Forgotten", e.Message, StringComparison.Ordinal);
        Assert.Contains("/access.tests.CarelessService/Nobody", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Covered", e.Message, StringComparison.Ordinal);
    }

    private static SampleService.SampleServiceClient Client(CallInvoker invoker) => new(invoker);

    private static async Task<StatusCode> CallAsync(string method, CallInvoker invoker)
    {
        var client = Client(invoker);
        try
        {
            switch (method)
            {
                case "Read": await client.ReadAsync(new Note()); break;
                case "Write": await client.WriteAsync(new Note()); break;
                case "Decide": await client.DecideAsync(new Note()); break;
                case "Follow":
                    using (var call = client.Follow(new Note()))
                    {
                        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
                    }

                    break;
                default: throw new ArgumentOutOfRangeException(nameof(method), method, "Not a method of the matrix.");
            }

            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    public sealed class Sample : IAsyncLifetime
    {
        public RunningService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await RunningService.StartAsync(SampleRpc.Build);

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
