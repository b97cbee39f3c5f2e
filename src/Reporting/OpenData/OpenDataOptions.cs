using Microsoft.Extensions.Configuration;

namespace EGovPlatform.ReportingService.OpenData;

/// <summary>Under which license public records are given away: section `OpenData`. There is no default; without one nothing is given.</summary>
internal sealed class OpenDataOptions
{
    /// <summary>SPDX identifier or name, such as `CC-BY-4.0`.</summary>
    public string License { get; set; } = "";

    /// <summary>Where the license is written.</summary>
    public string LicenseUri { get; set; } = "";

    /// <summary>Who is to be named.</summary>
    public string Publisher { get; set; } = "";

    public bool IsOffered => License.Length > 0;

    public static OpenDataOptions Read(IConfiguration configuration) => configuration.GetSection("OpenData").Get<OpenDataOptions>() ?? new OpenDataOptions();
}
