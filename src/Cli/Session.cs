using System.CommandLine;
using EGovPlatform.Access;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Cli;

/// <summary>Where the gateway is and who we are, from the command line and the environment.</summary>
internal sealed class Session(ParseResult parsed)
{
    public static readonly Option<Uri> Grpc = new("--grpc")
    {
        Description = "Address of the gateway's gRPC port. Default: EGOV_GRPC or http://127.0.0.1:8081.",
        Recursive = true,
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable("EGOV_GRPC") ?? "http://127.0.0.1:8081"),
    };

    /// <summary>A client for gRPC.</summary>
    public EGovClient Connect(params Role[] roles)
    {
        var token = Token(roles);
        return new EGovClient(parsed.GetValue(Grpc)!, _ => Task.FromResult(token));
    }

    /// <summary>EGOV_TOKEN, or one signed with the development key, which only services in Development accept.</summary>
    private static string Token(Role[] roles) =>
        Environment.GetEnvironmentVariable("EGOV_TOKEN") is { Length: > 0 } given ? given : Sign(Environment.UserName, roles, TimeSpan.FromHours(1));

    public static string Sign(string subject, IReadOnlyList<Role> roles, TimeSpan lifetime, string workspace = "")
    {
        var path = Environment.GetEnvironmentVariable("Access__DevelopmentKey");
        if (string.IsNullOrEmpty(path) || !File.Exists(path))
        {
            throw new InvalidOperationException("No token: set EGOV_TOKEN, or Access__DevelopmentKey to the key file of a local run.");
        }

        return new TokenIssuer(DevelopmentKey.LoadOrCreate(path), TimeProvider.System).Issue(subject, roles, lifetime, workspace: workspace);
    }
}
