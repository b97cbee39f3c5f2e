using System.Collections.Concurrent;
using System.Net;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using EGovPlatform.Standins.Grpc.Tests.Transcoding;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Standins.Grpc.Tests.Hostile;

/// <summary>A server of gRPC, gRPC-Web and JSON whose methods cannot fail, so that what fails is ours; it keeps every error logged.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private HostileServer(WebApplication app, ConcurrentQueue<string> errors)
    {
        this.app = app;
        Errors = errors;
        Http2 = new Uri(app.Urls.First());
        Http1 = new Uri(app.Urls.Last());
    }

    public Uri Http2 { get; }

    public Uri Http1 { get; }

    public ConcurrentQueue<string> Errors { get; }

    public static async Task<HostileServer> StartAsync()
    {
        var errors = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new Keeper(errors)).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
            o.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc(o => o.MaxReceiveMessageSize = 64 * 1024).AddJsonTranscoding();
        var built = builder.Build();
        built.UseGrpcWeb(new() { DefaultEnabled = true });
        built.MapGrpcService<Patient>();
        built.MapGrpcService<LibraryImplementation>();
        await built.StartAsync();
        return new HostileServer(built, errors);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private sealed class Patient : PeerService.PeerServiceBase
    {
        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) =>
            Task.FromResult(new EchoResponse { Text = request.Text, Payload = request.Payload });

        public override async Task<SumResponse> Sum(IAsyncStreamReader<SumRequest> requestStream, ServerCallContext context) =>
            new() { Sum = await requestStream.ReadAllAsync(context.CancellationToken).CountAsync() };

        public override async Task Chat(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
        {
            await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(new EchoResponse { Text = request.Text });
            }
        }
    }

    private sealed class Keeper(ConcurrentQueue<string> errors) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
