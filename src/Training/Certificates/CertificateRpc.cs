using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>The calls of CertificateService; what they mean stands in the proto.</summary>
public sealed class CertificateRpc(Resource<Certificate> certificates, CertificateMaker maker, CredentialSigner signer) : CertificateService.CertificateServiceBase
{
    public override Task<Certificate> GetCertificate(GetRequest request, ServerCallContext context) => certificates.GetAsync(request, context);

    public override Task<ListCertificatesResponse> ListCertificates(ListRequest request, ServerCallContext context) => certificates.ListAsync<ListCertificatesResponse>(request, context);

    public override Task<BatchGetCertificatesResponse> BatchGetCertificates(BatchGetRequest request, ServerCallContext context) => certificates.BatchGetAsync<BatchGetCertificatesResponse>(request, context);

    public override Task<Certificate> CreateCertificate(CreateCertificateRequest request, ServerCallContext context) => certificates.CreateAsync(request, context);

    public override Task<Certificate> UpdateCertificate(UpdateCertificateRequest request, ServerCallContext context) => certificates.UpdateAsync(request, context);

    public override Task<Certificate> DeleteCertificate(DeleteRequest request, ServerCallContext context) => certificates.DeleteAsync(request, context);

    public override Task<Certificate> UndeleteCertificate(UndeleteRequest request, ServerCallContext context) => certificates.UndeleteAsync(request, context);

    public override Task<Certificate> RevokeCertificate(TransitionRequest request, ServerCallContext context) => certificates.TransitionAsync(request, CertificateState.Revoked, context);

    public override Task<Certificate> RenewCertificateCode(RenewTokenRequest request, ServerCallContext context) =>
        certificates.ActAsync(new Act(request, context, request.Name, request.Etag, request.RequestId, request.ValidateOnly, request.Reason), (certificate, _) =>
        {
            certificate.CodeGeneration++;
            return Task.FromResult<string?>("code_renewed");
        });

    public override async Task<HttpBody> DownloadCertificate(GetRequest request, ServerCallContext context)
    {
        var pdf = CertificatePdf.Write(await maker.FactsAsync(request, context));
        await context.AttachAsync("certificate.pdf");
        return new HttpBody { ContentType = "application/pdf", Data = UnsafeByteOperations.UnsafeWrap(pdf) };
    }

    public override async Task<CertificateCredential> GetCertificateCredential(GetRequest request, ServerCallContext context) =>
        new() { Credential = signer.Sign(OpenBadge.Of(await maker.FactsAsync(request, context))) };

    public override Task<VerifyCertificateResponse> VerifyCertificate(VerifyCertificateRequest request, ServerCallContext context) => maker.VerifyCodeAsync(request.Code, context.CancellationToken);

    public override Task<VerifyCertificateResponse> VerifyCertificateCredential(VerifyCertificateCredentialRequest request, ServerCallContext context) => maker.VerifyCredentialAsync(request.Credential, context.CancellationToken);

    public override Task<HttpBody> GetIssuerKeys(GetIssuerKeysRequest request, ServerCallContext context) =>
        Task.FromResult(new HttpBody { ContentType = "application/jwk-set+json", Data = ByteString.CopyFromUtf8(signer.KeySet) });
}
