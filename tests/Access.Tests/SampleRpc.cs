using System.Data.Common;
using EGovPlatform.Access.Tests.Contracts;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Access.Tests;

/// <summary>Answers with the subject it sees.</summary>
internal sealed class SampleRpc : SampleService.SampleServiceBase
{
    /// <summary>A service as Program.cs would build it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGrpc();
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        var app = builder.Build();
        app.MapGrpcService<SampleRpc>();
        return app;
    }

    public override Task<Note> Read(Note request, ServerCallContext context) => Answer(context);

    public override Task<Note> Write(Note request, ServerCallContext context) => Answer(context);

    public override Task<Note> Decide(Note request, ServerCallContext context) => Answer(context);

    public override Task<Note> Open(Note request, ServerCallContext context) => Answer(context);

    public override async Task Follow(Note request, IServerStreamWriter<Note> responseStream, ServerCallContext context) =>
        await responseStream.WriteAsync(await Answer(context));

    public override Task<Note> Fail(Note request, ServerCallContext context) => throw (request.Text switch
    {
        "database" => new Unreachable(null, isTransient: true),
        "no primary" => new Unreachable(null, isTransient: false),
        "read-only" => new Unreachable("25006", isTransient: false),
        "column" => new Unreachable("42703", isTransient: false),
        "typed" => Errors.NotFound("notes/1"),
        _ => new InvalidOperationException("connection string Password=secret"),
    });

    private static Task<Note> Answer(ServerCallContext context) => Task.FromResult(new Note { Text = context.Caller().Subject });

    private sealed class Unreachable(string? state, bool isTransient) : DbException
    {
        public override bool IsTransient => isTransient;

        public override string? SqlState => state;
    }
}

internal sealed class CarelessRpc : CarelessService.CarelessServiceBase
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGrpc();
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        var app = builder.Build();
        app.MapGrpcService<CarelessRpc>();
        return app;
    }
}
