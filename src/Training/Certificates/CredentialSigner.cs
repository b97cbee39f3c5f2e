using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EGovPlatform.Resources;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>
/// Signs credentials with ES256 (RFC 7515, 7518) and reads back its own. The key is derived from the master key, so that
/// all processes of the service have it and none stores it.
/// </summary>
public sealed class CredentialSigner : IDisposable
{
    private const string NamePrefix = "/v1/";

    private readonly ECDsa key;
    private readonly JsonObject jwk;

    public CredentialSigner(SignedNames signed)
    {
        ArgumentNullException.ThrowIfNull(signed);
        key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = signed.Key("credential", 32) });
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    /// <summary>Public keys as JSON Web Key Set.</summary>
    public string KeySet => new JsonObject { ["keys"] = new JsonArray(jwk.DeepClone()) }.ToJsonString();

    /// <summary>The payload as a compact signed token that brings its public key.</summary>
    public string Sign(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["jwk"] = jwk.DeepClone() };
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The certificate a credential of ours is about; null when it is not ours or was changed.</summary>
    public string? CertificateOf(string credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        try
        {
            // Our key decides, whatever key the header brings.
            var parts = credential.Split('.');
            if (parts.Length != 3 || !key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
            {
                return null;
            }

            var id = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))?["jti"]?.GetValue<string>() ?? "";
            var at = id.IndexOf(NamePrefix, StringComparison.Ordinal);
            return at < 0 ? null : id[(at + NamePrefix.Length)..];
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => key.Dispose();

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
