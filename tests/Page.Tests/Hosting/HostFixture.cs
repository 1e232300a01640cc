using Investigations.Page.Tests.Hosting;

[assembly: AssemblyFixture(typeof(HostFixture))]

namespace Investigations.Page.Tests.Hosting;

/// <summary>One host for all tests that don't need it to be killed or set up differently. Each test makes investigations of its own.</summary>
public sealed class HostFixture : IAsyncDisposable
{
    private ApiHost? _host;

    internal async Task<ApiHost> StartAsync() => _host ??= await ApiHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
