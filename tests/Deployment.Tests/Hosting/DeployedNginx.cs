namespace Investigations.Deployment.Tests;

/// <summary>nginx as samples/deploy/nginx configures it: its own files, but for where it listens and where the nodes are.</summary>
internal static class DeployedNginx
{
    public static Task<NginxServer> StartAsync(int port, Certificate certificate, IEnumerable<Uri> nodes) => NginxServer.StartAsync(
        port,
        "include investigations.conf;",
        ("investigations.conf", Deployed("investigations.conf")),
        ("investigations/proxy.conf", Deployed("investigations/proxy.conf")),
        ("investigations/nodes.conf", string.Concat(nodes.Select(node => $"server {node.Authority} max_fails=2 fail_timeout=5s;\n"))),
        ("investigations/site.conf", $"listen 127.0.0.1:{port} ssl http2;\nssl_certificate tls.pem;\nssl_certificate_key tls.key;\n"),
        ("investigations/redirect.conf", ""),
        ("tls.pem", certificate.CertificatePem),
        ("tls.key", certificate.KeyPem));

    private static string Deployed(string name) => File.ReadAllText(Repository.PathOf("samples", "deploy", "nginx", name));
}
