namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Settings below `Webhooks`.</summary>
internal sealed class WebhookOptions
{
    /// <summary>How the platform calls itself in `WebHook-Request-Origin`. Receivers may allow it by this name.</summary>
    public string Origin { get; set; } = "egovplatform";

    /// <summary>A webhook that has failed for this long is disabled. 5 days, unless set.</summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long an address may take to answer. 15 s, unless set.</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Allows `http` and addresses of this machine and of private networks. For tests and development; a service that is not in
    /// Development refuses to start with it.
    /// </summary>
    public bool AllowPrivateTargets { get; set; }

    /// <exception cref="InvalidOperationException">A test switch is set outside Development.</exception>
    public static WebhookOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection("Webhooks").Get<WebhookOptions>() ?? new WebhookOptions();
        return options.AllowPrivateTargets && !environment.IsDevelopment()
            ? throw new InvalidOperationException("Webhooks:AllowPrivateTargets is for Development only.")
            : options;
    }
}
