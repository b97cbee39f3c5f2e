using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access;

/// <summary>
/// One authentication scheme for each issuer. The token's own <c>iss</c>, not yet believed, chooses which of them checks it; a token of
/// no known issuer is checked by none and its caller stays anonymous.
/// </summary>
internal sealed class TokenSchemes(IServiceCollection services, AccessOptions options, IHostEnvironment environment, ValidatedTokens tokens)
{
    private const string Selector = "Token";
    private const string DevelopmentScheme = "Development";
    private const string NobodyScheme = "Nobody";

    private readonly Dictionary<string, string> byIssuer = new(StringComparer.Ordinal);

    public void Add(IConfiguration configuration)
    {
        var authentication = services.AddAuthentication(Selector);
        foreach (var (name, provider) in options.All())
        {
            AddProvider(authentication, name, provider);
        }

        if (!string.IsNullOrEmpty(options.DevelopmentKey))
        {
            AddDevelopmentKey(authentication);
        }

        AddKeyIssuer(authentication, configuration);
        authentication.AddScheme<AuthenticationSchemeOptions, Nobody>(NobodyScheme, null);
        authentication.AddPolicyScheme(Selector, null, policy => policy.ForwardDefaultSelector = http => byIssuer.GetValueOrDefault(IssuerOf(http) ?? "", NobodyScheme));
    }

    private void AddProvider(AuthenticationBuilder authentication, string name, ProviderOptions provider)
    {
        var scheme = name.Length == 0 ? JwtBearerDefaults.AuthenticationScheme : $"{JwtBearerDefaults.AuthenticationScheme} {name}";
        byIssuer[provider.ValidIssuer] = scheme;
        authentication.AddJwtBearer(scheme, bearer =>
        {
            bearer.Authority = provider.Authority;
            if (!string.IsNullOrEmpty(provider.MetadataAddress))
            {
                bearer.MetadataAddress = provider.MetadataAddress;
            }

            bearer.RequireHttpsMetadata = !environment.IsDevelopment();
            bearer.BackchannelTimeout = TimeSpan.FromSeconds(5);
            Check(bearer, provider.ValidIssuer, provider.Audience ?? options.Audience!, provider.ValidAlgorithms, new ProviderClaims(name, provider.Roles));
        });
    }

    private void AddDevelopmentKey(AuthenticationBuilder authentication)
    {
        byIssuer[DevelopmentKey.Issuer] = DevelopmentScheme;
        authentication.AddJwtBearer(DevelopmentScheme, bearer =>
        {
            Check(bearer, DevelopmentKey.Issuer, options.Audience!, [SecurityAlgorithms.EcdsaSha256], new ProviderClaims("", null));
            bearer.TokenValidationParameters.IssuerSigningKey = DevelopmentKey.LoadOrCreate(Path.GetFullPath(options.DevelopmentKey!, environment.ContentRootPath));
        });
    }

    // Integration has its own keys at hand and says so by a manager of its own.
    private void AddKeyIssuer(AuthenticationBuilder authentication, IConfiguration configuration)
    {
        byIssuer[KeyIssuer.Issuer] = KeyIssuer.Scheme;
        authentication.AddJwtBearer(KeyIssuer.Scheme, bearer =>
            Check(bearer, KeyIssuer.Issuer, AccessOptions.DefaultAudience, [SecurityAlgorithms.EcdsaSha256], new ProviderClaims("", null)));
        services.AddOptions<JwtBearerOptions>(KeyIssuer.Scheme).Configure<IServiceProvider>((bearer, provider) =>
            bearer.ConfigurationManager = provider.GetService<IConfigurationManager<OpenIdConnectConfiguration>>() ?? Remote(configuration, provider.GetService<MutualTls>()));
    }

    private static IConfigurationManager<OpenIdConnectConfiguration> Remote(IConfiguration configuration, MutualTls? tls)
    {
        if (configuration["services:integration:http:0"] is not { Length: > 0 })
        {
            return new StaticConfigurationManager<OpenIdConnectConfiguration>(new OpenIdConnectConfiguration { Issuer = KeyIssuer.Issuer });
        }

        var address = new Uri(configuration.ServiceAddress("integration", "http"), KeyIssuer.KeysPath).ToString();
        return KeyIssuer.Manager(address, new HttpDocumentRetriever(Client(tls)) { RequireHttps = false });
    }

    // For as long as the process lives.
    private static HttpClient Client(MutualTls? tls)
    {
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new HttpClient(tls?.Call(sockets, "integration") ?? sockets);
    }

    /// <summary>The token never chooses its algorithm, issuer, audience, type or key.</summary>
    private void Check(JwtBearerOptions bearer, string issuer, string audience, string[] algorithms, ProviderClaims claims)
    {
        bearer.MapInboundClaims = false;
        bearer.Events = tokens.Events(claims);
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = algorithms,
            ValidTypes = [AccessOptions.TokenType],
            ValidIssuer = issuer,
            ValidAudience = audience,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateLifetime = true,
            ValidateIssuerSigningKey = true,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ClockSkew = options.ClockSkew,
            NameClaimType = AccessClaims.Subject,
            RoleClaimType = AccessClaims.Roles,
        };
    }

    private static string? IssuerOf(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(ValidatedTokens.Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return new JsonWebToken(header[ValidatedTokens.Bearer.Length..].Trim()).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
