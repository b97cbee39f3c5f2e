using System.Security.Cryptography;
using Aspire.Hosting;
using EGovPlatform.AppHost.Cluster;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.AppHost;

/// <summary>Keys of local runs, made on first use and kept below the data folder for their owner only.</summary>
internal sealed class DevelopmentSecrets(IDistributedApplicationBuilder builder)
{
    private readonly string data = Path.GetFullPath(builder.Configuration["Aspire:DataDirectory"] ?? "../.data", builder.AppHostDirectory);

    /// <summary>Signs the tokens of <c>./egov token</c>; the services make it when it is missing.</summary>
    public string TokenKeyFile => Path.Combine(Folder, "development-key.pem");

    /// <summary>Where destroyed keys are noted, for restored backups.</summary>
    public string ErasureLedger => Path.Combine(Folder, "erasures");

    private string Folder => Beside("secrets");

    /// <summary>Wraps the keys of private persons: base64 of 32 bytes.</summary>
    public string MasterKey() => ReadOrCreate("master-key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The password of a login of the cluster.</summary>
    public string Password(string login) => ReadOrCreate("cluster-" + login, () => RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>A folder of that name among the run's data.</summary>
    public string Beside(string name) => Path.Combine(data, name);

    private string ReadOrCreate(string name, Func<string> create)
    {
        // Several resources ask while they start side by side; none may read the file half written.
        lock (data)
        {
            var file = Path.Combine(Folder, name);
            if (!File.Exists(file))
            {
                Directory.CreateDirectory(Folder);
                PrivateFile.Create(file, create());
            }

            return File.ReadAllText(file);
        }
    }
}
