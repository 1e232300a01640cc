using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Investigations.RateLimiting;

/// <summary>
/// The policies in force. They are built anew when configuration changes; a change that is not valid is logged, and the policies stay. (An options
/// monitor would throw at whoever has changed the configuration, which is why none is asked here, nor told of the configuration's changes.)
/// </summary>
internal sealed class PolicySource : IDisposable
{
    private readonly IOptionsFactory<BackoffRateLimitingOptions> _factory;
    private readonly ILogger<PolicySource> _logger;
    private readonly List<IDisposable> _registrations = [];
    private volatile PolicySet _current;

    public PolicySource(
        IOptionsFactory<BackoffRateLimitingOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<BackoffRateLimitingOptions>> changes,
        ILogger<PolicySource> logger,
        IConfiguration? configuration = null)
    {
        _factory = factory;
        _logger = logger;
        _current = new PolicySet(factory.Create(Options.DefaultName));
        if (configuration is not null)
        {
            _registrations.Add(ChangeToken.OnChange(configuration.GetReloadToken, Reload));
        }

        foreach (var change in changes)
        {
            _registrations.Add(ChangeToken.OnChange(change.GetChangeToken, Reload));
        }
    }

    public PolicySet Current => _current;

    public void Dispose() => _registrations.ForEach(static r => r.Dispose());

    private void Reload()
    {
        try
        {
            var next = new PolicySet(_factory.Create(Options.DefaultName));
            var lost = _current.All.FirstOrDefault(p => !next.TryGet(p.Name, out _));
            if (lost is not null)
            {
                // An endpoint that names it could neither be counted nor served.
                Log.PoliciesKept(_logger, $"The policy '{lost.Name}' is missing.");
                return;
            }

            _current = next;
            Log.PoliciesReloaded(_logger);
        }
        catch (Exception e)
        {
            // Whatever the application's delegate throws must not come down on whoever has changed the configuration.
            Log.PoliciesKept(_logger, e.Message);
        }
    }
}
