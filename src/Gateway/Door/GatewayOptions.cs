namespace EGovPlatform.Gateway.Door;

/// <summary>Limits of the gateway, from configuration section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Largest request body in bytes: the services' largest message, 4 MiB, and the frame around it.</summary>
    public long MaxRequestBodyBytes { get; set; } = (4 * 1024 * 1024) + 1024;

    /// <summary>Calls per second that one credential may go on making.</summary>
    public int CallsPerSecond { get; set; } = 500;

    /// <summary>Calls that one credential may make at once after a pause.</summary>
    public int CallBurst { get; set; } = 2000;

    /// <summary>How many times the credential's limits one network address has: many users may stand behind it.</summary>
    public int AddressFactor { get; set; } = 4;

    /// <summary>Calls that each replica of a service may have at work at once; as many more wait for a place, the rest are refused.</summary>
    public int CallsAtWork { get; set; } = 64;

    /// <summary>What the names of the shared buckets in Redis begin with. Gateways with the same share their limits.</summary>
    public string CachePrefix { get; set; } = "egov:calls:";

    /// <summary>How long the head of a request may take to come.</summary>
    public TimeSpan HeadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a connection to a service.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection to a service is used for new calls; then another is made, which may meet a new replica.</summary>
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>PEM file of the certificate that https endpoints show, with those between it and its authority behind it. Read again when it changes.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of its key, where that is another.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Origins of the pages that may call from a browser, such as <c>https://portal.example</c>. None by default.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];
}
