using System.Diagnostics;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>What ASP.NET Core knows of a call: metadata, authorization, activity.</summary>
public sealed class EndpointTests
{
    private static readonly Metadata Token = new() { { "authorization", "Anna" } };

    [Fact]
    public async Task Metadata_names_service_and_method()
    {
        await using var server = await PeerServer.StartAsync();
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()).OfType<GrpcMethodMetadata>().ToList();
        Assert.All(endpoints, e => Assert.Equal(typeof(PeerImplementation), e.ServiceType));
        Assert.Equal(["Chat", "Count", "Echo", "Sum"], endpoints.Select(e => e.Method.Name).Order());
    }

    [Fact]
    public async Task Attributes_of_class_and_method_decide_access()
    {
        await using var server = await PeerServer.StartAsync(AddNames, app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGrpcService<Guarded>();
        });
        using var channel = server.Channel();
        var client = channel.Client();

        await FailsAsync(StatusCode.Unauthenticated, async () => await client.EchoAsync(new EchoRequest()));
        Assert.Equal("Anna", (await client.EchoAsync(new EchoRequest(), Token)).Text);
        using var open = client.Count(new CountRequest());
        Assert.False(await open.ResponseStream.MoveNext());
        using var admin = client.Sum(Token);
        await FailsAsync(StatusCode.PermissionDenied, async () => await admin);
    }

    [Fact]
    public async Task Conventions_apply_to_all_methods()
    {
        await using var server = await PeerServer.StartAsync(AddNames, app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGrpcService<PeerImplementation>().RequireAuthorization();
        });
        using var channel = server.Channel();
        await FailsAsync(StatusCode.Unauthenticated, async () => await channel.Client().EchoAsync(new EchoRequest()));
        await channel.Client().EchoAsync(new EchoRequest(), Token);
    }

    [Fact]
    public async Task A_certificate_tells_who_calls()
    {
        using var key = ECDsa.Create();
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("peer.example");
        var request = new CertificateRequest("CN=Peer", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        AuthContext? seen = null;
        await using var server = await PeerServer.StartAsync(
            s => s.AddGrpc(o => o.Interceptors.Add<Look>((Action<ServerCallContext>)(c => seen = c.AuthContext))),
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Connection.ClientCertificate = context.Request.Headers.ContainsKey("x-certificate") ? certificate : null;
                    return next(context);
                });
                app.MapGrpcService<PeerImplementation>();
            });
        using var channel = server.Channel();

        await channel.Client().EchoAsync(new EchoRequest());
        var nobody = seen!;
        await channel.Client().EchoAsync(new EchoRequest(), new Metadata { { "x-certificate", "1" } });

        Assert.False(nobody.IsPeerAuthenticated);
        Assert.True(seen!.IsPeerAuthenticated);
        Assert.Equal(["peer.example"], seen.PeerIdentity.Select(p => p.Value));
        Assert.Equal(["Peer"], seen.FindPropertiesByName("x509_common_name").Select(p => p.Value));
    }

    [Fact]
    public async Task Rate_limits_of_an_endpoint_hold()
    {
        await using var server = await PeerServer.StartAsync(
            s => s.AddRateLimiter(o => o.AddFixedWindowLimiter("two", w => (w.PermitLimit, w.Window) = (2, TimeSpan.FromHours(1)))),
            app =>
            {
                app.UseRateLimiter();
                app.MapGrpcService<PeerImplementation>().RequireRateLimiting("two");
            });
        using var channel = server.Channel();

        await channel.Client().EchoAsync(new EchoRequest());
        await channel.Client().EchoAsync(new EchoRequest());

        await FailsAsync(StatusCode.Unavailable, async () => await channel.Client().EchoAsync(new EchoRequest()));
    }

    [Theory]
    [InlineData(StatusCode.OK, "OK", ActivityStatusCode.Unset)]
    [InlineData(StatusCode.NotFound, "NOT_FOUND", ActivityStatusCode.Unset)]
    [InlineData(StatusCode.Unavailable, "UNAVAILABLE", ActivityStatusCode.Error)]
    public async Task Activity_names_method_and_outcome(StatusCode code, string name, ActivityStatusCode outcome)
    {
        var done = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        var text = $"activity {code}";
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (a.GetTagItem("test") as string == text)
                {
                    done.TrySetResult(a);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await PeerServer.StartAsync(map: app =>
        {
            app.Use((context, next) =>
            {
                Activity.Current?.SetTag("test", text);
                return next(context);
            });
            app.MapGrpcService<PeerImplementation>();
        });
        using var channel = server.Channel();
        try
        {
            await channel.Client().EchoAsync(new EchoRequest { Behavior = code == StatusCode.OK ? "" : "fail", Code = (int)code });
        }
        catch (RpcException e)
        {
            Assert.Equal(code, e.StatusCode);
        }

        var activity = await done.Task.WaitAsync(Patience);
        Assert.Equal("grpc", activity.GetTagItem("rpc.system.name"));
        Assert.Equal("standins.peer.v1.PeerService/Echo", activity.GetTagItem("rpc.method"));
        Assert.Equal(name, activity.GetTagItem("rpc.response.status_code"));
        Assert.Equal(outcome, activity.Status);
    }

    private static void AddNames(IServiceCollection services)
    {
        services.AddAuthentication("name").AddScheme<AuthenticationSchemeOptions, NameHandler>("name", null);
        services.AddAuthorization();
    }

    [Authorize]
    private sealed class Guarded : PeerService.PeerServiceBase
    {
        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) =>
            Task.FromResult(new EchoResponse { Text = context.GetHttpContext().User.Identity!.Name });

        [AllowAnonymous]
        public override Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context) => Task.CompletedTask;

        [Authorize(Roles = "admin")]
        public override Task<SumResponse> Sum(IAsyncStreamReader<SumRequest> requestStream, ServerCallContext context) => Task.FromResult(new SumResponse());
    }

    private sealed class Look(Action<ServerCallContext> look) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            look(context);
            return continuation(request, context);
        }
    }

    // Whoever names himself is believed.
    private sealed class NameHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var name = Request.Headers.Authorization.ToString();
            return Task.FromResult(name.Length == 0
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "name")), "name")));
        }
    }
}
