using Investigations.Api.Features.Authentication;
using Investigations.Api.Features.Investigations;
using Investigations.Api.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Investigations.Api.Features.Demo;

/// <summary>What a newcomer reads first: where the page is, a token, and three commands that work as printed.</summary>
internal sealed class DemoWelcome(IServer server, TimeProvider time)
{
    private const string Patch = """{"notes":"seen by me"}""";

    public void Print(string investigationId)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? HostSetup.DefaultAddress;
        address = address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');
        var token = DevelopmentTokens.Create(DemoRun.Owner, [], time);

        Console.WriteLine($"""

            Investigations is listening on {address}
            The page: {address}/

            A token of the user '{DemoRun.Owner}', valid for an hour:
            {token}

            Read the demo investigation, watch it live, change it:

            curl -s -H "Authorization: Bearer {token}" {address}/api/v1/investigation-state/{investigationId}

            curl -sN -H "Authorization: Bearer {token}" {address}/api/v1/investigations/{investigationId}/runs/{RunIds.All}/stream

            curl -s -X PATCH -H "Authorization: Bearer {token}" -H "Content-Type: application/json" -H "If-Match: *" -d '{Patch}' {address}/api/v1/investigation-state/{investigationId}

            Ctrl+C stops it.
            """);
    }
}
