using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access;

/// <summary>
/// The issuer of the short tokens the gateway exchanges API keys for. Service Integration signs them; the others fetch its public keys.
/// </summary>
public static class KeyIssuer
{
    /// <summary>The <c>iss</c> of its tokens.</summary>
    public const string Issuer = "urn:egovplatform:keys";

    /// <summary>Where Integration shows its public keys (RFC 7517).</summary>
    public const string KeysPath = "/keys/jwks.json";

    /// <summary>Scheme of its tokens.</summary>
    public const string Scheme = "ApiKey";

    /// <summary>The claim that names the API key a token was made for.</summary>
    public const string KeyClaim = "api_key";

    /// <summary>A manager that reads the keys as <paramref name="read"/> finds them, no more often than the framework's own limits allow.</summary>
    public static ConfigurationManager<OpenIdConnectConfiguration> Manager(string address, IDocumentRetriever read) =>
        new(address, new Reader(), read) { AutomaticRefreshInterval = TimeSpan.FromMinutes(5), RefreshInterval = TimeSpan.FromSeconds(5) };

    private sealed class Reader : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var found = new OpenIdConnectConfiguration { Issuer = Issuer, JsonWebKeySet = new JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel)) };
            foreach (var key in found.JsonWebKeySet.GetSigningKeys())
            {
                found.SigningKeys.Add(key);
            }

            return found;
        }
    }
}
