// Starts PostgreSQL, RabbitMQ and Redis for all test projects, prints their addresses as NAME=value lines and then
// `ready`, and ends them when it is told to or when its standard input closes: the one who started it is gone.
using EGovPlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

await using var servers = new OwnServers(args[0]);
var started = new[] { servers.PostgresAsync(), servers.RabbitAsync(), servers.RedisAsync() };
var addresses = await Task.WhenAll(started);

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var app = builder.Build();
app.MapPost("/virtual-hosts", servers.NewVirtualHostAsync);
await app.StartAsync();

Console.WriteLine($"EGOV_TEST_POSTGRES={addresses[0]}");
Console.WriteLine($"EGOV_TEST_RABBITMQ={addresses[1]}");
Console.WriteLine($"EGOV_TEST_REDIS={addresses[2]}");
Console.WriteLine($"EGOV_TEST_CONTROL={app.Urls.First()}");
Console.WriteLine("ready");

var left = Task.Run(async () =>
{
    while (await Console.In.ReadLineAsync() is not null)
    {
    }
});
await Task.WhenAny(left, app.WaitForShutdownAsync());
