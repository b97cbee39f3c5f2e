using System.Security.Claims;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Activities.Tests;

/// <summary>Long work belongs to who asked for it.</summary>
public sealed class OperationOwnerTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    [Fact]
    public async Task Only_the_asker_and_those_who_look_after_it_know_of_an_operation()
    {
        var services = fixture.Service.Services;
        var http = services.GetRequiredService<IHttpContextAccessor>();
        http.HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "kim")], "test")) };
        var id = Guid.NewGuid().ToString();
        var made = await services.GetRequiredService<OperationRunner>().StartAsync("test", (_, _) => Task.FromResult<Google.Protobuf.IMessage?>(null), id);
        http.HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "lee")], "test")) };
        await Assert.ThrowsAsync<RpcException>(() => services.GetRequiredService<OperationRunner>().StartAsync("test", (_, _) => Task.FromResult<Google.Protobuf.IMessage?>(null), id));

        Assert.True(await SeesAsync(TestIssuer.Token("kim", [Role.Editor])));
        Assert.True(await SeesAsync(TestIssuer.Token(Role.Auditor)));
        Assert.True(await SeesAsync(TestIssuer.Token(Role.Operator)));
        Assert.False(await SeesAsync(TestIssuer.Token("lee", [Role.Editor])));
        Assert.False(await SeesAsync(TestIssuer.WorkspaceToken("health", Role.Auditor)));
        Assert.False(await SeesAsync(TestIssuer.WorkspaceToken("health", Role.Operator)));

        async Task<bool> SeesAsync(string token)
        {
            var operations = new OperationService.OperationServiceClient(fixture.Service.ChannelWith(token));
            var listed = (await operations.ListOperationsAsync(new ListOperationsRequest())).Operations.Any(o => o.Name == made.Name);
            try
            {
                await operations.GetOperationAsync(new GetOperationRequest { Name = made.Name });
                Assert.True(listed);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                Assert.False(listed);
                return false;
            }
        }
    }
}
