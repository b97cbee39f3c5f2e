using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace EGovPlatform.Access;

/// <summary>The key pair that signs tokens on a developer's machine. Services accept it in Development only.</summary>
public static class DevelopmentKey
{
    /// <summary>Issuer of tokens signed by the development key.</summary>
    public const string Issuer = "urn:egovplatform:development";

    /// <summary>Reads an ES256 key pair from a PEM file that only its owner can read; makes the file when it is missing.</summary>
    /// <param name="path">Several processes may ask for the same path at once; all get the same key.</param>
    /// <exception cref="CryptographicException">The file holds no P-256 private key.</exception>
    public static ECDsaSecurityKey LoadOrCreate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        if (key.KeySize != 256)
        {
            throw new CryptographicException($"'{path}' holds a key of {key.KeySize} bits; ES256 needs P-256.");
        }

        return WithId(key);
    }

    /// <summary>Names a key by its RFC 7638 thumbprint.</summary>
    public static ECDsaSecurityKey WithId(ECDsa key)
    {
        var named = new ECDsaSecurityKey(key);
        named.KeyId = Base64UrlEncoder.Encode(named.ComputeJwkThumbprint());
        return named;
    }

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(temporary, options))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            // Whole or not at all, and the first process wins.
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
