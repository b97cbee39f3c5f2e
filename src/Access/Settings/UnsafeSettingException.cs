namespace EGovPlatform.Access;

/// <summary>The process does not start: a setting that is for a developer's machine is on outside Development.</summary>
/// <param name="setting">The setting as configuration names it, such as <c>Access:DevelopmentKey</c>.</param>
/// <param name="environment">The environment the process was started in.</param>
/// <param name="why">What is wrong with it, without its value.</param>
public sealed class UnsafeSettingException(string setting, string environment, string why)
    : InvalidOperationException($"{setting} {why}; environment {environment} does not allow it, only Development does.")
{
    /// <summary>The setting at fault.</summary>
    public string Setting { get; } = setting;
}
