namespace Investigations.Api.Storage;

/// <summary>Where ASP.NET Core's data protection keeps its keys, for all nodes on the same storage.</summary>
internal interface IProtectionKeyStore
{
    ValueTask<IReadOnlyList<string>> GetAllAsync(CancellationToken cancellationToken);

    ValueTask AddAsync(string name, string xml, CancellationToken cancellationToken);
}
