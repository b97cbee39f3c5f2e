using Aspire.Hosting;

// A server, a program, and a program with children of its own that it leaves behind.
var builder = DistributedApplication.CreateBuilder(args);
builder.AddRedis("cache");
if (builder.Configuration["Sample:Only"] is null)
{
    builder.AddPostgres("postgres");
}

builder.AddExecutable("program", "sleep", ".", "1000");
builder.AddExecutable("family", "sh", ".", "-c", "trap '' INT HUP; sleep 1001 & sh -c 'sleep 1002 & wait' & wait");
builder.Build().Run();
