using System.Globalization;
using System.Text.Json.Nodes;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>A certificate as an Open Badges 3.0 credential: the claims of its VC-JWT.</summary>
internal static class OpenBadge
{
    public static JsonObject Of(CertificateFacts facts)
    {
        var id = $"{facts.Address}/v1/{CertificateMaker.CodeName(facts.Certificate)}";
        var issuer = $"{facts.Address}/v1/certificates:keys";
        var issued = facts.Issued ?? DateOnly.FromDateTime(facts.Certificate.CreateTime.ToDateTime());
        var time = new DateTimeOffset(issued, TimeOnly.MinValue, TimeSpan.Zero);
        return new JsonObject
        {
            ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
            ["id"] = id,
            ["type"] = new JsonArray("VerifiableCredential", "OpenBadgeCredential"),
            ["name"] = facts.Achievement,
            ["issuer"] = new JsonObject { ["id"] = issuer, ["type"] = new JsonArray("Profile"), ["name"] = facts.Issuer },
            ["validFrom"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["credentialSubject"] = new JsonObject
            {
                ["type"] = new JsonArray("AchievementSubject"),
                ["identifier"] = new JsonArray(new JsonObject { ["type"] = "IdentityObject", ["identityHash"] = facts.Holder, ["identityType"] = "name", ["hashed"] = false }),
                ["achievement"] = new JsonObject
                {
                    ["id"] = $"{facts.Address}/v1/{facts.Course}",
                    ["type"] = new JsonArray("Achievement"),
                    ["achievementType"] = "Certificate",
                    ["name"] = facts.Achievement,
                    ["description"] = facts.Period.Length > 0 ? $"{facts.Achievement}, {facts.Period}" : facts.Achievement,
                    ["criteria"] = new JsonObject { ["narrative"] = facts.Certificate.Kind.ToString() },
                },
            },
            ["credentialStatus"] = new JsonObject { ["id"] = facts.CheckAddress, ["type"] = "1EdTechRevocationList" },
            ["iss"] = issuer,
            ["jti"] = id,
            ["nbf"] = time.ToUnixTimeSeconds(),
        };
    }
}
