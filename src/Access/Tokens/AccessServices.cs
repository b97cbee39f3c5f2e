using EGovPlatform.Access;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

public static class AccessServices
{
    /// <summary>Scheme of tokens signed by the development key.</summary>
    private const string DevelopmentScheme = "Development";

    /// <summary>
    /// Checks tokens and policies of every gRPC call: default deny. Reads section <c>Access</c>
    /// (<see cref="AccessOptions"/>). Call it beside AddGrpc; nothing has to be added to the pipeline, and
    /// <see cref="Microsoft.AspNetCore.Builder.AccessPipeline.UseEGovAccess"/> makes it cheaper.
    /// </summary>
    /// <exception cref="InvalidOperationException">The configuration is not safe.</exception>
    public static IServiceCollection AddEGovAccess(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var options = AccessOptions.Read(configuration, environment);
        services.TryAddSingleton(TimeProvider.System);
        var tokens = new ValidatedTokens(TimeProvider.System);
        services.AddSingleton(tokens);
        services.AddSingleton<PolicyTable>();
        services.AddSingleton<AccessInterceptor>();
        services.AddSingleton<ErrorInterceptor>();
        services.AddTransient<IStartupFilter, PolicyStartupFilter>();
        services.Configure<GrpcServiceOptions>(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<AccessInterceptor>();
        });

        var authentication = services.AddAuthentication(options.HasProvider ? JwtBearerDefaults.AuthenticationScheme : DevelopmentScheme);
        if (options.HasProvider)
        {
            AddProvider(authentication, options, environment, tokens);
        }

        if (!string.IsNullOrEmpty(options.DevelopmentKey))
        {
            AddDevelopmentKey(authentication, options, environment, tokens);
        }

        return services;
    }

    private static void AddProvider(AuthenticationBuilder authentication, AccessOptions options, IHostEnvironment environment, ValidatedTokens tokens) =>
        authentication.AddJwtBearer(bearer =>
        {
            bearer.Authority = options.Authority;
            if (!string.IsNullOrEmpty(options.MetadataAddress))
            {
                bearer.MetadataAddress = options.MetadataAddress;
            }

            bearer.RequireHttpsMetadata = !environment.IsDevelopment();
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = Parameters(options, string.IsNullOrEmpty(options.Issuer) ? options.Authority! : options.Issuer);
            bearer.Events = tokens.Events();
            bearer.ForwardDefaultSelector = http => string.IsNullOrEmpty(options.DevelopmentKey) || IssuerOf(http) != DevelopmentKey.Issuer ? null : DevelopmentScheme;
        });

    private static void AddDevelopmentKey(AuthenticationBuilder authentication, AccessOptions options, IHostEnvironment environment, ValidatedTokens tokens) =>
        authentication.AddJwtBearer(DevelopmentScheme, bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.Events = tokens.Events();
            bearer.TokenValidationParameters = Parameters(options, DevelopmentKey.Issuer);
            bearer.TokenValidationParameters.IssuerSigningKey = DevelopmentKey.LoadOrCreate(Path.GetFullPath(options.DevelopmentKey!, environment.ContentRootPath));
        });

    /// <summary>The token never chooses its algorithm, issuer, audience or type.</summary>
    private static TokenValidationParameters Parameters(AccessOptions options, string issuer) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = [AccessOptions.TokenType],
        ValidIssuer = issuer,
        ValidAudience = options.Audience,
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

    private static string? IssuerOf(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return new JsonWebToken(header["Bearer ".Length..].Trim()).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
