using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Investigations.Deployment.Tests;

/// <summary>A certificate for 127.0.0.1 that nobody but the tests' clients trusts.</summary>
internal sealed class Certificate
{
    private readonly X509Certificate2 _certificate;

    public Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=investigations", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        (CertificatePem, KeyPem) = (_certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public string CertificatePem { get; }

    public string KeyPem { get; }

    public bool IsSameAs(X509Certificate? other) => other is not null && other.GetCertHashString() == _certificate.GetCertHashString();
}
