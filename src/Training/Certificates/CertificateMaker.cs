using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Personal;
using EGovPlatform.Values;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>What a certificate says, in the moment it is made. The name comes from the sealed record and is kept nowhere else.</summary>
/// <param name="Certificate">The record.</param>
/// <param name="Holder">Name of the person.</param>
/// <param name="Achievement">What is certified.</param>
/// <param name="Course">Resource name of the course.</param>
/// <param name="Period">Days of the edition as EDTF; empty is unknown.</param>
/// <param name="Issuer">In whose name.</param>
/// <param name="Issued">Day of issue; null is unknown.</param>
/// <param name="Address">Public address of the platform.</param>
/// <param name="Code">What the printed certificate is checked by.</param>
public sealed record CertificateFacts(Certificate Certificate, string Holder, string Achievement, string Course, string Period, string Issuer, DateOnly? Issued, string Address, string Code)
{
    /// <summary>Where anyone can check it.</summary>
    public string CheckAddress => $"{Address}/v1/certificates:verify?code={Code}";
}

/// <summary>Gathers what certificates say and answers whether one holds. `Certificates:PublicAddress` is where the gateway is reached.</summary>
public sealed class CertificateMaker(
    Resource<Certificate> certificates, Resource<Participant> participants, SignedNames signed, CredentialSigner signer, NpgsqlDataSource database, IConfiguration configuration)
{
    private string Address => (configuration["Certificates:PublicAddress"] ?? "https://localhost").TrimEnd('/');

    public async Task<CertificateFacts> FactsAsync(GetRequest request, ServerCallContext call)
    {
        var certificate = await certificates.GetAsync(request, call);
        if (certificate.State == CertificateState.Revoked || certificate.DeleteTime is not null)
        {
            throw Errors.InvalidField("name", "REVOKED", "The certificate was revoked.");
        }

        var participant = await participants.GetAsync(new GetRequest { Name = certificate.Participant }, call);
        var holder = participant.Private?.Names.FirstOrDefault()?.Text;
        if (string.IsNullOrEmpty(holder))
        {
            throw Errors.InvalidField("name", "NO_NAME", "The participant has no name on record, or was erased.");
        }

        var edition = await FindAsync("course_editions", CourseEdition.Parser, CertificateTable.Type.Pattern.ParentOf(certificate.Name), call.CancellationToken);
        var course = await FindAsync("courses", Course.Parser, string.Join('/', certificate.Name.Split('/').Take(2)), call.CancellationToken);
        return new CertificateFacts(
            certificate, holder, Achievement(certificate, edition, course), course?.Name ?? "", edition?.Period?.Edtf ?? "",
            certificate.Issuer is { AsPrinted.Length: > 0 } issuer ? issuer.AsPrinted : certificate.Issuer?.Resource ?? "",
            DateRules.Earliest(certificate.Issued), Address, signed.Sign(SignedNames.Certificate, CodeName(certificate).ToString()));
    }

    /// <summary>What is known by a printed code.</summary>
    public Task<VerifyCertificateResponse> VerifyCodeAsync(string code, CancellationToken cancellation) => code.Length == 0
        ? throw Errors.InvalidField("code", "REQUIRED", "The code is missing.")
        : VerifyAsync(TokenName.Of(signed.Open(SignedNames.Certificate, code)), cancellation);

    /// <summary>What is known by a credential.</summary>
    public Task<VerifyCertificateResponse> VerifyCredentialAsync(string credential, CancellationToken cancellation) => credential.Length == 0
        ? throw Errors.InvalidField("credential", "REQUIRED", "The credential is missing.")
        : VerifyAsync(TokenName.Of(signer.CertificateOf(credential)), cancellation);

    private async Task<VerifyCertificateResponse> VerifyAsync(TokenName? token, CancellationToken cancellation)
    {
        if (token is not { Name: var name })
        {
            return new VerifyCertificateResponse { Result = VerificationResult.NotGenuine };
        }

        if (await FindAsync("certificates", Certificate.Parser, name, cancellation) is not { DeleteTime: null } certificate)
        {
            return new VerifyCertificateResponse { Result = VerificationResult.Unknown };
        }

        var edition = await FindAsync("course_editions", CourseEdition.Parser, CertificateTable.Type.Pattern.ParentOf(name), cancellation);
        var course = await FindAsync("courses", Course.Parser, string.Join('/', name.Split('/').Take(2)), cancellation);
        var holds = certificate.State == CertificateState.Issued && certificate.CodeGeneration == token.Generation;
        return new VerifyCertificateResponse
        {
            Valid = holds,
            Result = holds ? VerificationResult.Valid : VerificationResult.Revoked,
            Certificate = name,
            Achievement = Achievement(certificate, edition, course),
            Issued = certificate.Issued,
        };
    }

    /// <summary>What codes and credentials of a certificate name.</summary>
    public static TokenName CodeName(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new TokenName(certificate.Name, certificate.CodeGeneration);
    }

    private static string Achievement(Certificate certificate, CourseEdition? edition, Course? course) => new[]
    {
        certificate.Achievement, edition?.Titles.FirstOrDefault()?.Text, course?.Names.FirstOrDefault()?.Text, edition?.Theme, course?.Theme,
    }.FirstOrDefault(t => !string.IsNullOrEmpty(t)) ?? certificate.Name;

    private async Task<T?> FindAsync<T>(string table, MessageParser<T> parser, string name, CancellationToken cancellation) where T : class, IMessage<T>
    {
        await using var command = database.CreateCommand($"select body from {table} where name = $1");
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? parser.ParseFrom(body) : null;
    }
}
