using System.Diagnostics.Metrics;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Benchmarks.Grpc;

/// <summary>
/// The platform's path of a call: routing, authentication, the interceptors for errors and policies, a scope and a
/// service of the call's own, metrics with a listener; gRPC on one port, JSON on the other.
/// </summary>
internal static class OurServer
{
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1);
        });
        // Never asked: no call of the measurement carries a token.
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Access:Authority", "https://sign-in.invalid")]);
        builder.Services.AddSingleton<Records>();
        builder.Services.AddGrpc().AddJsonTranscoding(json => json.JsonSettings = new() { IgnoreDefaultValues = true, WriteInt64sAsStrings = true });
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        using var metrics = Listen();
        await using var app = builder.Build();
        app.UseEGovAccess();
        app.MapGrpcService<Bench>();
        app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true));
        await app.StartAsync();
        var ports = app.Urls.Select(a => new Uri(a).Port).ToArray();
        var records = app.Services.GetRequiredService<Records>();
        Console.WriteLine($$"""{"grpc":{{ports[0]}},"http":{{ports[1]}},"small":{{records.Small.CalculateSize() + 5}},"large":{{records.Large.CalculateSize() + 5}},"whole":{{records.Whole.CalculateSize() + 5}}}""");
        await app.WaitForShutdownAsync();
        return 0;
    }

    // Somebody listens, as an exporter would.
    private static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || instrument.Meter.Name == "Grpc.AspNetCore.Server")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private sealed class Records
    {
        public Record Small { get; } = Make("records/small", 64);

        public Record Large { get; } = Make("records/large", 4096);

        /// <summary>As large as <see cref="Large"/>, in one piece that Protobuf only copies.</summary>
        public Record Whole { get; } = new() { Name = "records/whole", Body = ByteString.CopyFrom(new byte[4078]) };

        public Record Find(string name) =>
            name == Small.Name ? Small : name == Large.Name ? Large : name == Whole.Name ? Whole : throw new RpcException(new Status(StatusCode.NotFound, name));

        private static Record Make(string name, int size)
        {
            var record = new Record { Name = name, Title = "A record of some size", Version = 1234567, Active = true };
            while (size - record.CalculateSize() > 140)
            {
                record.Lines.Add(new string('x', 80));
            }

            record.Lines.Add(new string('x', size - record.CalculateSize() - 2));
            return record;
        }
    }

    private sealed class Bench(Records records) : BenchService.BenchServiceBase
    {
        public override Task<Record> Get(GetRecordRequest request, ServerCallContext context) => Task.FromResult(records.Find(request.Name));

        public override async Task Watch(WatchRecordsRequest request, IServerStreamWriter<Record> responseStream, ServerCallContext context)
        {
            var record = records.Find(request.Name);
            for (var i = 0; i < request.Count; i++)
            {
                await responseStream.WriteAsync(record);
            }
        }
    }
}
