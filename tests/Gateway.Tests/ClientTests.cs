using EGovPlatform.Client;
using EGovPlatform.Client.Testing;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Gateway.Tests;

/// <summary>The .NET client as a program uses it: through the gateway, and against services of its own in memory.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task Lists_Are_Read_Page_By_Page()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await using var services = new ServiceCollection().AddEGovClient(_ => Options(gateway)).BuildServiceProvider();
        var countries = services.GetRequiredService<EGovClient>().Get<CountryService.CountryServiceClient>();
        var request = new ListRequest { PageSize = 2 };

        var names = new List<string>();
        await foreach (var country in Paging.AllAsync(countries.ListCountriesAsync, request, page => page.Countries, TestContext.Current.CancellationToken))
        {
            names.Add(country.Name);
        }

        Assert.Equal(["countries/X0", "countries/X1", "countries/X2", "countries/X3", "countries/X4"], names);
        Assert.Empty(request.PageToken);
        Assert.Equal("Bearer word", gateway.Upstream.Headers["authorization"]);
    }

    [Fact]
    public async Task A_Write_Is_Tried_Again_As_The_Same_Request()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var client = new EGovClient(Options(gateway));
        var request = new CreateCountryRequest { Country = new Country { StatusNote = "flaky" } };

        var created = await client.Get<CountryService.CountryServiceClient>().CreateCountryAsync(request);

        Assert.Equal("flaky", created.StatusNote);
        Assert.Equal(2, gateway.Upstream.RequestIds.Count);
        Assert.True(Guid.TryParse(Assert.Single(gateway.Upstream.RequestIds.Distinct()), out _));
        Assert.Empty(request.RequestId);
    }

    [Fact]
    public async Task Only_What_Cannot_Happen_Twice_Is_Tried_Again()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var client = new EGovClient(Options(gateway));
        var operations = client.Get<OperationService.OperationServiceClient>();

        Assert.Equal("services/countries/operations/1", (await operations.GetOperationAsync(new GetOperationRequest { Name = "services/countries/operations/1" })).Name);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await operations.CancelOperationAsync(new CancelOperationRequest { Name = "services/countries/operations/1" }));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal((2, 1), gateway.Upstream.Operations);
    }

    [Fact]
    public async Task Errors_Have_Types()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var client = new EGovClient(Options(gateway));

        var error = EGovError.From(await Assert.ThrowsAsync<RpcException>(async () =>
            await client.Get<CountryService.CountryServiceClient>().GetCountryAsync(new GetRequest { Name = "countries/QQ" })));

        Assert.Equal((ErrorReason.NotFound, "countries/QQ", null), (error.Reason, error.Metadata["name"], error.RetryAfter));
        var fields = EGovError.From(Access.Errors.InvalidField("country.iso2", "ISO_3166", "'x' is no code."));
        Assert.Equal((ErrorReason.InvalidField, new FieldFault("country.iso2", "ISO_3166", "'x' is no code.")), (fields.Reason, Assert.Single(fields.Fields)));
        Assert.Equal(ErrorReason.Unspecified, EGovError.From(new RpcException(new Status(StatusCode.Internal, "x"))).Reason);
    }

    [Fact]
    public async Task A_Programs_Own_Tests_Need_No_Platform()
    {
        var client = new TestPlatform().Add(new OwnCountries()).Add(new OwnChanges()).Client;
        var countries = client.Get<CountryService.CountryServiceClient>();

        Assert.Equal("PE", (await countries.GetCountryAsync(new GetRequest { Name = "countries/PE" })).Iso2);
        Assert.Equal("PE", countries.GetCountry(new GetRequest { Name = "countries/PE" }).Iso2);
        Assert.Equal(ErrorReason.NotFound, EGovError.From(await Assert.ThrowsAsync<RpcException>(async () => await countries.GetCountryAsync(new GetRequest { Name = "countries/QQ" }))).Reason);
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await countries.ListCountriesAsync(new ListRequest()))).StatusCode);
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await client.Get<PlaceService.PlaceServiceClient>().GetPlaceAsync(new GetRequest()))).StatusCode);

        using var watch = client.Get<ChangeService.ChangeServiceClient>().WatchChanges(new WatchRequest { AfterPosition = 7 });
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(8, watch.ResponseStream.Current.Position);
        Assert.Equal(StatusCode.Aborted, (await Assert.ThrowsAsync<RpcException>(async () => await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))).StatusCode);
        Assert.Throws<ArgumentException>(() => new TestPlatform().Add(new object()));
    }

    private static EGovClientOptions Options(GatewayFixture gateway) => new() { Gateway = gateway.Grpc, Token = _ => Task.FromResult("word") };

    private sealed class OwnCountries : CountryService.CountryServiceBase
    {
        public override Task<Country> GetCountry(GetRequest request, ServerCallContext context) =>
            request.Name == "countries/PE" ? Task.FromResult(new Country { Iso2 = "PE" }) : throw Access.Errors.NotFound(request.Name);
    }

    private sealed class OwnChanges : ChangeService.ChangeServiceBase
    {
        public override async Task WatchChanges(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new WatchResponse { Position = request.AfterPosition + 1 });
            throw new RpcException(new Status(StatusCode.Aborted, "over"));
        }
    }
}
