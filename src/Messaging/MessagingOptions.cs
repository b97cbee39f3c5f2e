namespace EGovPlatform.Messaging;

/// <summary>What one service sends and receives.</summary>
public sealed class MessagingOptions
{
    /// <summary>This service's name, such as "countries".</summary>
    public string Service { get; set; } = "";
}
