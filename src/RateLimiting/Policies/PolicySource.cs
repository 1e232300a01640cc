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
            _current = new PolicySet(_factory.Create(Options.DefaultName));
            Log.PoliciesReloaded(_logger);
        }
        catch (Exception e) when (e is OptionsValidationException or ArgumentException)
        {
            Log.PoliciesKept(_logger, e.Message);
        }
    }
}
