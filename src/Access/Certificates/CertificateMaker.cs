using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EGovPlatform.Access;

/// <summary>The platform's own authority in a folder: <c>ca.key</c>, <c>ca.pem</c>, and a file with certificate and key for each process.</summary>
/// <param name="folder">Made when missing. Its keys are for their owner only.</param>
/// <param name="time">From when certificates are valid.</param>
public sealed class CertificateMaker(string folder, TimeProvider time)
{
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);

    // Clocks differ.
    private static readonly TimeSpan Earlier = TimeSpan.FromMinutes(5);

    private string AuthorityFile => Path.Combine(folder, "ca.pem");

    private string AuthorityKeyFile => Path.Combine(folder, "ca.key");

    /// <summary>Makes an authority. Those of before stay in <c>ca.pem</c> behind it, until somebody removes them.</summary>
    public void NewAuthority()
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=EGovPlatform services {Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var made = request.CreateSelfSigned(time.GetUtcNow() - Earlier, time.GetUtcNow() + AuthorityLife);
        var before = File.Exists(AuthorityFile) ? File.ReadAllText(AuthorityFile) : "";
        Write(AuthorityKeyFile, key.ExportPkcs8PrivateKeyPem(), secret: true);
        Write(AuthorityFile, $"{made.ExportCertificatePem()}\n{before}", secret: false);
    }

    /// <summary>Makes or renews a certificate; makes the authority when there is none.</summary>
    /// <param name="name">The process's name, such as <c>countries</c> or <c>gateway</c>.</param>
    /// <param name="life">How long it is valid.</param>
    /// <param name="always">Also when the present one has more than a third of its life left.</param>
    /// <returns>Whether one was made.</returns>
    public bool Issue(string name, TimeSpan life, bool always = false)
    {
        if (!File.Exists(AuthorityKeyFile))
        {
            NewAuthority();
        }

        using var authority = X509Certificate2.CreateFromPemFile(AuthorityFile, AuthorityKeyFile);
        var file = Path.Combine(folder, $"{name}.pem");
        if (!always && IsGood(file, authority))
        {
            return false;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        var from = time.GetUtcNow() - Earlier;
        var start = new DateTimeOffset(authority.NotBefore);
        using var made = request.Create(authority, from < start ? start : from, time.GetUtcNow() + life, serial);
        Write(file, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", secret: true);
        return true;
    }

    private bool IsGood(string file, X509Certificate2 authority)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        using var present = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        var left = present.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime;
        return present.Issuer == authority.Subject && left > (present.NotAfter - present.NotBefore) / 3;
    }

    // Whoever reads the file meanwhile finds the old one whole or the new one whole.
    private static void Write(string file, string text, bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (secret ? UnixFileMode.None : UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        var temporary = $"{file}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(temporary, options))
        {
            writer.Write(text);
        }

        File.Move(temporary, file, overwrite: true);
    }
}
