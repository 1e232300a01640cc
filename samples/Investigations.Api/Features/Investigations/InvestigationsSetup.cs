using Investigations.Concurrency;

namespace Investigations.Api.Features.Investigations;

internal static class InvestigationsSetup
{
    /// <summary>Who may see an investigation, which version it is at, and how it came there.</summary>
    public static void AddInvestigations(this IServiceCollection services)
    {
        services.AddOptimisticConcurrency();
        services.AddSingleton<InvestigationProbes>();
        services.AddSingleton<InvestigationVersions>();
        services.AddSingleton<IVersionHistorySource>(provider => provider.GetRequiredService<InvestigationVersions>());
    }
}
