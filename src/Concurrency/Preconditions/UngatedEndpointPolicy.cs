using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Investigations.Concurrency;

/// <summary>Refuses a route handler whose <c>[RequireIfMatch]</c> nobody would enforce: better no answer than a write that seems protected.</summary>
internal sealed class UngatedEndpointPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<RequireIfMatchAttribute>() is not null && !EndpointGate.IsAttachedTo(endpoint.Metadata)
                && endpoint.Metadata.GetMetadata<ActionDescriptor>() is null)
            {
                throw new InvalidOperationException(
                    $"{endpoint.DisplayName} has the attribute RequireIfMatch, which only MVC actions look at. Declare an {nameof(ExpectedVersion)}, or call RequireIfMatch().");
            }
        }

        return false;
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates) => Task.CompletedTask;
}
