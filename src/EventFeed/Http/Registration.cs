using Microsoft.Extensions.DependencyInjection;

namespace Investigations.EventFeed;

internal static class Registration
{
    public static void ThrowIfMissing(IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(PageReader)) != false)
        {
            return;
        }

        throw new InvalidOperationException("Event feeds are not registered. Call services.AddEventFeed() and choose a store first.");
    }
}
