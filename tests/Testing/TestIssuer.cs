using EGovPlatform.Access;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Testing;

/// <summary>Signs tokens that services started by tests accept.</summary>
public static class TestIssuer
{
    private static readonly Lazy<(string Path, TokenIssuer Issuer)> Key = new(() =>
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("egov-test-key.").FullName, "key.pem");
        var issuer = new TokenIssuer(DevelopmentKey.LoadOrCreate(path), TimeProvider.System);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return (path, issuer);
    });

    /// <summary>Value of <c>Access:DevelopmentKey</c> for a service under test.</summary>
    public static string KeyPath => Key.Value.Path;

    public static string Token(params Role[] roles) => Token("tester", roles);

    public static string Token(string subject, IEnumerable<Role> roles, IEnumerable<string>? countries = null, IEnumerable<string>? organizations = null) =>
        Key.Value.Issuer.Issue(subject, roles, TimeSpan.FromHours(1), countries, organizations);

    /// <summary>A token of someone in a workspace.</summary>
    public static string WorkspaceToken(string workspace, params Role[] roles) =>
        Key.Value.Issuer.Issue($"tester of {workspace}", roles, TimeSpan.FromHours(1), workspace: workspace);

    /// <summary>A token made for the API key of a subject.</summary>
    public static string KeyToken(string subject, string apiKey, params Role[] roles) =>
        Key.Value.Issuer.Issue(subject, roles, TimeSpan.FromHours(1), apiKey: apiKey);
}
