using System.Collections.Concurrent;
using System.Net;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Gateway.Tests;

/// <summary>A service behind the gateway: two contracts of Countries with canned answers, over h2c and HTTP/1.1.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication app;

    private Upstream(WebApplication app) => this.app = app;

    public string Http => app.Urls.First();

    public string Grpc => app.Urls.Last();

    /// <summary>The headers of the last call.</summary>
    public IReadOnlyDictionary<string, string> Headers => app.Services.GetRequiredService<Seen>().Headers;

    /// <summary>The paths of all calls.</summary>
    public IReadOnlyCollection<string> Paths => app.Services.GetRequiredService<Seen>().Paths;

    public static async Task<Upstream> StartAsync(Access.MutualTls? tls = null)
    {
        var builder = WebApplication.CreateSlimBuilder();

        // The gateway's appsettings.json lies beside the tests and names its ports.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, l => Protect(l).Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, l => Protect(l).Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton<Seen>();
        builder.Services.AddGrpc().AddJsonTranscoding();
        var built = builder.Build();
        built.Use((context, next) =>
        {
            // The gateway's own probes are no calls.
            if (context.Request.Path.Value is not ("/health" or "/alive"))
            {
                context.RequestServices.GetRequiredService<Seen>().Record(context.Request);
            }

            return next(context);
        });
        built.UseGrpcWeb(new Grpc.AspNetCore.Web.GrpcWebOptions { DefaultEnabled = true });
        built.MapGrpcService<CannedCountries>();
        built.MapGrpcService<CannedChanges>();
        built.MapGrpcService<CannedOperations>();
        await built.StartAsync();
        return new Upstream(built);

        ListenOptions Protect(ListenOptions listen) => tls is null ? listen : listen.UseHttps(tls.Serve);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>The request ids of the countries that were to be added.</summary>
    public IReadOnlyCollection<string> RequestIds => app.Services.GetRequiredService<Seen>().RequestIds;

    /// <summary>How often operations were asked for, and how often they were to be cancelled.</summary>
    public (int Reads, int Cancels) Operations => (app.Services.GetRequiredService<Seen>().Reads, app.Services.GetRequiredService<Seen>().Cancels);

    /// <summary>Answers the calls for <c>countries/ZZ</c>, which wait until then.</summary>
    public void LetGo() => app.Services.GetRequiredService<Seen>().Held.TrySetResult(new Country { Name = "countries/ZZ" });

    private sealed class Seen
    {
        public int Reads;

        public int Cancels;

        public TaskCompletionSource<Country> Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> RequestIds { get; } = new();

        public ConcurrentQueue<string> Paths { get; } = new();

        public ConcurrentDictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Record(HttpRequest request)
        {
            Paths.Enqueue(request.Path);
            Headers.Clear();
            foreach (var (name, values) in request.Headers)
            {
                Headers[name] = values.ToString();
            }
        }
    }

    private sealed class CannedCountries(Seen seen) : CountryService.CountryServiceBase
    {
        /// <summary>Five countries, two to a page.</summary>
        public override Task<ListCountriesResponse> ListCountries(ListRequest request, ServerCallContext context)
        {
            var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
            var page = new ListCountriesResponse { Countries = { Enumerable.Range(from, Math.Min(2, 5 - from)).Select(i => new Country { Name = $"countries/X{i}" }) } };
            page.NextPageToken = from + 2 < 5 ? (from + 2).ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
            return Task.FromResult(page);
        }

        public override Task<Country> GetCountry(GetRequest request, ServerCallContext context) => request.Name switch
        {
            "countries/ZZ" => seen.Held.Task.WaitAsync(context.CancellationToken),
            "countries/PE" => Task.FromResult(new Country { Name = request.Name, Iso2 = "PE" }),
            _ => throw Access.Errors.NotFound(request.Name),
        };

        public override Task<Country> UndeleteCountry(UndeleteRequest request, ServerCallContext context) =>
            Task.FromResult(new Country { Name = request.Name, StatusNote = "undeleted" });

        public override Task<BatchGetCountriesResponse> BatchGetCountries(BatchGetRequest request, ServerCallContext context) =>
            Task.FromResult(new BatchGetCountriesResponse { Countries = { request.Names.Select(n => new Country { Name = n }) } });

        /// <summary>Fails the first time when the note says so.</summary>
        public override Task<Country> CreateCountry(CreateCountryRequest request, ServerCallContext context)
        {
            seen.RequestIds.Enqueue(request.RequestId);
            return request.Country.StatusNote == "flaky" && seen.RequestIds.Count == 1 ? throw Access.Errors.Unavailable("The service") : Task.FromResult(request.Country);
        }
    }

    /// <summary>Is down the first time.</summary>
    private sealed class CannedOperations(Seen seen) : OperationService.OperationServiceBase
    {
        public override Task<Operation> GetOperation(GetOperationRequest request, ServerCallContext context) =>
            Interlocked.Increment(ref seen.Reads) == 1 ? throw Access.Errors.Unavailable("The service") : Task.FromResult(new Operation { Name = request.Name });

        public override Task<Operation> CancelOperation(CancelOperationRequest request, ServerCallContext context) =>
            Interlocked.Increment(ref seen.Cancels) == 1 ? throw Access.Errors.Unavailable("The service") : Task.FromResult(new Operation { Name = request.Name });
    }

    private sealed class CannedChanges : ChangeService.ChangeServiceBase
    {
        /// <summary>Two positions; of one country, the change after the given position, a heartbeat, and then nothing until the caller goes.</summary>
        public override async Task WatchChanges(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
        {
            if (request.Name == "countries/QQ")
            {
                throw Access.Errors.NotFound(request.Name);
            }

            if (request.Name.Length > 0)
            {
                var at = request.AfterPosition + 1;
                await responseStream.WriteAsync(new WatchResponse { Position = at, Change = new Change { Position = at, Name = request.Name, Reason = "line\nbreak, é" } });
                await responseStream.WriteAsync(new WatchResponse { Position = at + 1, Heartbeat = true });
                await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            await responseStream.WriteAsync(new WatchResponse { Position = 1 });
            await responseStream.WriteAsync(new WatchResponse { Position = 2 });
        }
    }
}
