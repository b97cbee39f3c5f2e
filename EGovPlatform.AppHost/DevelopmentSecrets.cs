using Aspire.Hosting;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.AppHost;

/// <summary>Keys of local runs, made on first use and kept below the data folder for their owner only.</summary>
internal sealed class DevelopmentSecrets(IDistributedApplicationBuilder builder)
{
    private readonly string folder = Path.Combine(
        Path.GetFullPath(builder.Configuration["Aspire:DataDirectory"] ?? "../.data", builder.AppHostDirectory), "secrets");

    /// <summary>Signs the tokens of <c>./egov token</c>; the services make it when it is missing.</summary>
    public string TokenKeyFile => Path.Combine(folder, "development-key.pem");

    /// <summary>Where destroyed keys are noted, for restored backups.</summary>
    public string ErasureLedger => Path.Combine(folder, "erasures");

    /// <summary>Wraps the keys of private persons: base64 of 32 bytes.</summary>
    public string MasterKey()
    {
        // Several resources ask while they start side by side; none may read the file half written.
        lock (folder)
        {
            return ReadOrCreate();
        }
    }

    private string ReadOrCreate()
    {
        var file = Path.Combine(folder, "master-key");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(file, options);
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return File.ReadAllText(file);
    }
}
