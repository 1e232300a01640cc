using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Investigations.Api.Storage;

/// <summary>
/// Data protection's key ring in the storage, so that any node can read what another has protected. The framework asks synchronously,
/// and seldom: at the start, and once a day.
/// </summary>
internal sealed class ProtectionKeys(IProtectionKeyStore store) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.GetAllAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        store.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).AsTask().GetAwaiter().GetResult();
}

internal static class ProtectionKeysSetup
{
    /// <summary>The name is part of what is protected: without it, nodes in different folders would not understand each other.</summary>
    public static void AddProtectionKeys<TStore>(this IServiceCollection services) where TStore : class, IProtectionKeyStore
    {
        services.AddSingleton<IProtectionKeyStore, TStore>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, ProtectionKeys>();
        services.AddDataProtection().SetApplicationName("investigations");
    }
}
