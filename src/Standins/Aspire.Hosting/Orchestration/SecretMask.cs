using System.Collections.Concurrent;
using System.Data.Common;

namespace Aspire.Hosting.Orchestration;

/// <summary>Knows the passwords and keys in use and takes them out of whatever is shown.</summary>
internal sealed class SecretMask
{
    private const string Mask = "********";
    private readonly ConcurrentDictionary<string, bool> secrets = new(StringComparer.Ordinal);

    public void Add(string? secret)
    {
        // Masking "a" would leave nothing readable.
        if (secret is { Length: >= 4 })
        {
            secrets.TryAdd(secret, true);
        }
    }

    /// <summary>Learns the password in a connection string: an URI's user part, or a keyword such as <c>Password</c>.</summary>
    public void AddFrom(string connectionString)
    {
        if (Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) && uri.UserInfo.Split(':') is [_, var password])
        {
            Add(Uri.UnescapeDataString(password));
            Add(password);
            return;
        }

        foreach (var part in connectionString.Split(',', StringSplitOptions.TrimEntries).Where(p => p.StartsWith("password=", StringComparison.OrdinalIgnoreCase)))
        {
            Add(part["password=".Length..]);
        }

        try
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (var key in new[] { "Password", "Pwd" })
            {
                Add(settings.TryGetValue(key, out var value) ? value.ToString() : null);
            }
        }
        catch (ArgumentException)
        {
            // Redis' form: read above.
        }
    }

    public string Apply(string text)
    {
        foreach (var secret in secrets.Keys)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }
}
