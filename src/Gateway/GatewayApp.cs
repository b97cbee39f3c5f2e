namespace EGovPlatform.Gateway;

/// <summary>The gateway as a whole.</summary>
public static class GatewayApp
{
    /// <summary>Builds it, ready to run.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddGateway();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGateway();
        return app;
    }
}
